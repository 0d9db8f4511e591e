// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.text.PrintableText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * A writer that escapes everything printed through it, see {@link PrintableText#lines}. Commands print ids, file names,
 * headers and arguments in many places, and no place may be forgotten.
 */
final class PrintableWriter extends FilterWriter {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private boolean mayBegin; // whether a byte order mark may come next
    private char high; // a high surrogate whose other half is still to come; 0 = none

    PrintableWriter(Writer out) {
        this(out, false);
    }

    private PrintableWriter(Writer out, boolean mayBegin) {
        super(out);
        this.mayBegin = mayBegin;
    }

    /** A writer that allows a byte order mark at the beginning of the output. */
    static PrintableWriter ofOutput(Writer out) {
        return new PrintableWriter(out, true);
    }

    @Override
    public void write(int unit) throws IOException {
        write(new char[] {(char) unit}, 0, 1);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        write(new String(text, from, length), 0, length);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        String all = (high == 0 ? "" : String.valueOf(high)) + text.substring(from, from + length);
        high = 0;
        if (mayBegin && all.startsWith(BYTE_ORDER_MARK)) {
            out.write(BYTE_ORDER_MARK);
            all = all.substring(BYTE_ORDER_MARK.length());
        }
        mayBegin &= all.isEmpty();
        if (!all.isEmpty() && Character.isHighSurrogate(all.charAt(all.length() - 1))) {
            high = all.charAt(all.length() - 1);
            all = all.substring(0, all.length() - 1);
        }
        out.write(PrintableText.lines(all));
    }
}
