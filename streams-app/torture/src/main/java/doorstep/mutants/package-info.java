// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code .ci/mutants}: plants the faults of {@code docs/mutants.yaml} one at a time and runs the tests that
 * must then fail. Independent of the rest of this module. No tests, which belong to what they test.
 */
package doorstep.mutants;
