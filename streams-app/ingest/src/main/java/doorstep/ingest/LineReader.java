// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.io.IOException;
import java.io.Reader;

/**
 * Reads the lines of a file with bounded memory, whatever the file contains. A line ends with LF, CR LF or CR. A
 * byte-order mark at the beginning is skipped.
 */
final class LineReader {
    /**
     * @param text without the line end; cut off if it is too long
     * @param end the characters of the line end; empty for a last line without one
     * @param number from 1
     */
    record Line(String text, String end, long number, boolean tooLong) {}

    private static final int BUFFER_CHARS = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader reader;
    private final int maxChars;
    private final char[] buffer = new char[BUFFER_CHARS];
    private final StringBuilder text = new StringBuilder();
    private int position;
    private int limit;
    private long number;

    LineReader(Reader reader, int maxChars) {
        this.reader = reader;
        this.maxChars = maxChars;
    }

    /** Lines read so far. */
    long number() {
        return number;
    }

    /** The next line; null at the end. */
    Line next() throws IOException {
        if (position == limit && !fill()) {
            return null;
        }
        if (number == 0 && buffer[position] == BYTE_ORDER_MARK) {
            position++;
        }
        text.setLength(0);
        boolean tooLong = false;
        while (position < limit || fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
                end++;
            }
            int room = maxChars - text.length();
            tooLong |= end - position > room;
            text.append(buffer, position, Math.min(end - position, room));
            position = end;
            if (position < limit) {
                return new Line(text.toString(), end(), ++number, tooLong);
            }
        }
        return text.isEmpty() && !tooLong ? null : new Line(text.toString(), "", ++number, tooLong);
    }

    private String end() throws IOException {
        if (buffer[position++] == '\n') {
            return "\n";
        }
        if ((position < limit || fill()) && buffer[position] == '\n') {
            position++;
            return "\r\n";
        }
        return "\r";
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, reader.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
