// SPDX-License-Identifier: Apache-2.0
/**
 * The engine in one thread, with simulated logs, stores, clocks, commits and crashes, over histories by seed; the rows
 * are compared with those of {@code model}. A test of one class is in the package of the class.
 */
package doorstep.simulation;
