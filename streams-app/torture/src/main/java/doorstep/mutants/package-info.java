/**
 * The command {@code .ci/mutants}: plants the faults of {@code docs/mutants.yaml} one at a time and shows that the tests
 * named there fail. Independent of the rest of this module. No tests, which belong to what they test.
 */
package doorstep.mutants;
