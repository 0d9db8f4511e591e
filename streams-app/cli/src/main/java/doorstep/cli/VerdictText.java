package doorstep.cli;

import doorstep.assessment.Difference;
import doorstep.assessment.Verdict;

/** Texts of verdicts and differences for people. */
final class VerdictText {
    private VerdictText() {}

    static String of(Verdict verdict) {
        return switch (verdict) {
            case MET -> "met";
            case MISSED -> "missed";
            case UNCLEAR -> "not clear yet";
        };
    }

    static String of(Difference difference) {
        return switch (difference) {
            case FAR_BELOW -> "far below";
            case BELOW -> "below";
            case NONE -> "";
            case ABOVE -> "above";
            case FAR_ABOVE -> "far above";
        };
    }
}
