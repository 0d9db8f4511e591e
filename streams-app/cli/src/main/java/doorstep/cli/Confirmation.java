// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;

/** Asks a yes-or-no question and reads the answer from standard input. */
final class Confirmation {
    private Confirmation() {}

    /** @return true if the answer is yes; false also at the end of input */
    static boolean isAnsweredYes(PrintWriter err, String question) {
        err.print(question + " [y/N] ");
        err.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
