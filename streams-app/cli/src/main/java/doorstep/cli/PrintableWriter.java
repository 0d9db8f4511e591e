package doorstep.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Escapes whatever is printed through it, see {@link PrintableText#lines}: what commands print quotes ids, names of
 * files, headers and arguments in many places, and one forgotten place would be one too many.
 */
final class PrintableWriter extends FilterWriter {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private boolean mayBegin; // with a byte order mark
    private char high; // a surrogate whose other half has not come yet; 0 = none

    PrintableWriter(Writer out) {
        this(out, false);
    }

    private PrintableWriter(Writer out, boolean mayBegin) {
        super(out);
        this.mayBegin = mayBegin;
    }

    /** One that lets a byte order mark pass at its very beginning, where a command begins with words of its own. */
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
