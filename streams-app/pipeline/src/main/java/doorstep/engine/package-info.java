// SPDX-License-Identifier: Apache-2.0
/**
 * The topology and its two processors, one for inputs and one for windows, with the state that each task keeps. What
 * both have in common, from start to commit and report, is in {@link TaskLifecycle} and {@link ProgressReporter}. The
 * package puts the other packages together and names no family; running it, with clocks and configuration, is the work
 * of {@code app}.
 */
package doorstep.engine;
