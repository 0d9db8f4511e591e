// SPDX-License-Identifier: Apache-2.0
package doorstep.text;

import doorstep.assessment.Difference;
import doorstep.assessment.Verdict;

/** Texts of verdicts and differences for people. */
public final class VerdictText {
    private VerdictText() {}

    public static String of(Verdict verdict) {
        return switch (verdict) {
            case MET -> "met";
            case MISSED -> "missed";
            case UNCLEAR -> "not clear yet";
        };
    }

    public static String of(Difference difference) {
        return switch (difference) {
            case FAR_BELOW -> "far below";
            case BELOW -> "below";
            case NONE -> "";
            case ABOVE -> "above";
            case FAR_ABOVE -> "far above";
        };
    }
}
