// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs {@code doorstep} in this process and holds its exit code and output. */
record Doorstep(int code, String out, String err) {
    static Doorstep run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Doorstep(code, out.toString(), err.toString());
    }
}
