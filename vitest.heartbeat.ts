/**
 * Wakes the process of the tests each second. About once in 50,000 tests one of them, of pure promises and
 * immediates, waited on an idle processor until its time limit, on Node 24.21; why is not known.
 */
setInterval(() => {}, 1000).unref();
