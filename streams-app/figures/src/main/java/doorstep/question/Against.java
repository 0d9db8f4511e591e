// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

/** What figures are compared with. */
public enum Against {
    /** The same figures of the unit above. */
    UNIT_ABOVE,
    /** Those of the other units below the same one, taken together. */
    SIBLINGS,
    /** Those of the period before. */
    BEFORE,
    /** Those of the same period last year. */
    LAST_YEAR
}
