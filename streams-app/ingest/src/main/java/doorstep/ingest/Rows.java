package doorstep.ingest;

import java.io.IOException;

/** The rows of a file, one at a time. */
interface Rows {
    /** The next row or unreadable line; null at the end. */
    ParsedRow next() throws IOException;
}
