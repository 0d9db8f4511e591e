// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.util.Collection;

/**
 * Thrown where a row cannot become an event. Its message contains no text of the row, which could be a person's name.
 */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    private final String columns;

    /** @param columns names of the columns that the value comes from; may be empty */
    BadValue(String columns, String reason) {
        super(reason, null, false, false); // no stack trace: bad input is normal
        this.columns = columns;
    }

    BadValue(String reason) {
        this("", reason);
    }

    /** For bytes that are not valid in the encoding. */
    static BadValue notText(String column, String encoding) {
        return new BadValue(column, "not text in " + encoding + "; is `encoding` right?");
    }

    /** The same fault with the name of the field, and with these columns if none are known yet. */
    BadValue of(String field, Collection<String> from) {
        return new BadValue(columns.isEmpty() ? String.join(", ", from) : columns, field + ": " + getMessage());
    }

    String columns() {
        return columns;
    }

    String reason() {
        return getMessage();
    }
}
