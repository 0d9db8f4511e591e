// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

/**
 * A station (leaf unit) of the invented bureau, with the parameters that make units differ.
 *
 * @param volume its share of the bureau's work, relative to the others
 * @param response how many out of a thousand people asked give an answer
 * @param satisfied how many out of a thousand answers are satisfied ones in the first quarter
 * @param satisfiedLater the same after the first quarter
 */
record Station(String district, String name, int volume, int response, int satisfied, int satisfiedLater) {}
