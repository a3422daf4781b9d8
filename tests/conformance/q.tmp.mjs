import {Framer} from '@qsmtp/protocol';
for (const n of [20000,50000,100000,200000]){
const f=new Framer();const b=new TextEncoder().encode('+X: 1\r\n');
const t=performance.now();
for(let i=0;i<n;i++)f.push(b.subarray(i%7,i%7+1));
let c=0;while(f.next())c++;
console.log(n,c,(performance.now()-t).toFixed(1),'ms');}
