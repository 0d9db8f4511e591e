package doorstep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The command, run in this process. */
record Doorstep(int code, String out, String err) {
    static Doorstep run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Doorstep(code, out.toString(), err.toString());
    }
}
