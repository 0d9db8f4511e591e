package doorstep.sample;

/**
 * A leaf of the invented bureau, with the habits that make units differ.
 *
 * @param volume how much of the bureau's work falls to it, relative to the others
 * @param response how many of a thousand people asked give an answer
 * @param satisfied how many of a thousand answers were satisfied ones in the first quarter
 * @param satisfiedLater the same after it
 */
record Station(String district, String name, int volume, int response, int satisfied, int satisfiedLater) {}
