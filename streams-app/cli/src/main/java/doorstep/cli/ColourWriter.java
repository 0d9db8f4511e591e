// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.text.PrintableText;
import java.io.PrintWriter;

/** Prints lines in colours, if standard output is a terminal that shows them. */
final class ColourWriter {
    /** Colours that every terminal has; which shade is the terminal's choice. */
    enum Colour {
        NONE(""),
        RED("\u001B[31m"),
        YELLOW("\u001B[33m");

        private final String begin;

        Colour(String begin) {
            this.begin = begin;
        }
    }

    /** System property that the launcher sets if stdout is a terminal and {@code NO_COLOR} is not set. */
    static final String COLOURS = "doorstep.colours";

    private static final String END = "\u001B[0m";

    private final PrintWriter stdout;
    private final boolean inColours;

    /** @param stdout without {@link PrintableWriter}, which would escape what switches colours */
    ColourWriter(PrintWriter stdout, boolean inColours) {
        this.stdout = stdout;
        this.inColours = inColours;
    }

    void println(String line, Colour colour) {
        String printable = PrintableText.line(line);
        stdout.println(inColours && colour != Colour.NONE ? colour.begin + printable + END : printable);
    }
}
