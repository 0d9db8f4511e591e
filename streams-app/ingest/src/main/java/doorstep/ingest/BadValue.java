package doorstep.ingest;

import java.util.Collection;

/** A row that cannot become an event. Carries no text of the row: it could be a name. */
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

    /** Bytes that the encoding does not have. */
    static BadValue notText(String column, String encoding) {
        return new BadValue(column, "not text in " + encoding + "; is `encoding` right?");
    }

    /** The same, known to be of this field and from these columns. */
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
