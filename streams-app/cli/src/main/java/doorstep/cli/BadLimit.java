package doorstep.cli;

import doorstep.ingest.ImportResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows of an import may be bad before it counts as failed.
 *
 * @param perCent whether the number is a share of all rows, in per cent
 */
record BadLimit(long number, boolean perCent) {
    /** As it is written on the command line. */
    static final String DEFAULT = "50%";

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9})(%?)");

    /** @throws IllegalArgumentException with a message for people */
    static BadLimit parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches() || (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(1)) > 100)) {
            throw new IllegalArgumentException("neither a number of lines such as 10 nor a share such as 5%");
        }
        return new BadLimit(Long.parseLong(matcher.group(1)), !matcher.group(2).isEmpty());
    }

    boolean isExceededBy(ImportResult result) {
        return perCent ? result.badLines() * 100 > result.rows() * number : result.badLines() > number;
    }

    @Override
    public String toString() {
        return number + (perCent ? "%" : "");
    }
}
