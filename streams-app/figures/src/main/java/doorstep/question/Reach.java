// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

/** Which units a question is about, seen from the one that it names. */
public enum Reach {
    /** The unit itself, with all that happened below it. */
    UNIT,
    /** The units directly below it. */
    BELOW,
    /** It and all units below it. */
    SUBTREE,
    /**
     * The units directly below its own parent, it included. The root has no others; nor has a unit for whoever does not
     * see its parent.
     */
    SIBLINGS
}
