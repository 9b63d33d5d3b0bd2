/*
 * faulty: allocations and writes that fail when a test wants it. Allocations
 * of the program are met by the linker's --wrap=malloc and so on, which the
 * test must be linked with, SQLite's by its own configuration, writes by
 * methods put in the place of a file's own.
 *
 *     faulty_init();
 *     faulty_arm(FAULT_WRITE, 7, 0);
 *     work();
 *     failed = faulty_disarm();
 */
#ifndef WIREPRINT_TESTS_FAULTY_H
#define WIREPRINT_TESTS_FAULTY_H

enum fault {
    FAULT_NONE,
    FAULT_ALLOCATION,
    FAULT_WRITE, /* the disk is full; truncating and syncing fail too */
    FAULT_DEATH, /* the process kills itself in the middle of a write */
};

/* Before any other call of SQLite. Syncing is left out from then on. */
void faulty_init(void);

/* n of them go well, then one fails, and with for_good all others do. */
void faulty_arm(enum fault kind, long n, int for_good);

/* Returns how many failed. */
long faulty_disarm(void);

/* A test's own allocations in a callback shall not fail: 1 before, 0 after. */
void faulty_pause(int paused);

#endif
