// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.io.IOException;

/** An iterator over the rows of a file. */
interface Rows {
    /** The next row or unreadable line; null at the end. */
    ParsedRow next() throws IOException;
}
