// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.access.TokenFile;
import doorstep.question.Access;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintANewTokenAloneOnStdout() {
        assertThat(token("create", "north", "--unit", "city/north")).isZero();

        String token = out.toString().strip();
        assertThat(token).matches("dst_[A-Za-z0-9_-]{43}");
        assertThat(err.toString()).contains("not shown again").doesNotContain(token);
        assertThat(new TokenFile(file()).find(token)).contains(Access.of("city/north"));
    }

    @Test
    void shouldListNamesAndUnitsButNoTokens() {
        token("create", "all");
        String token = out.toString().strip();
        out.getBuffer().setLength(0);

        assertThat(token("list")).isZero();
        assertThat(out.toString()).contains("all", "*").doesNotContain(token);
    }

    @Test
    void shouldRevokeByName() {
        token("create", "all");
        String token = out.toString().strip();

        assertThat(token("revoke", "all")).isZero();
        assertThat(new TokenFile(file()).find(token)).isEmpty();
        assertThat(token("revoke", "all")).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("no token named all");
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        assertThat(token("create")).isEqualTo(Main.USAGE);
        assertThat(token("create", "a", "--unit", "city/")).isEqualTo(Main.USAGE);
        assertThat(token("list", "a")).isEqualTo(Main.USAGE);
        assertThat(token("revoke", "a", "--unit", "b")).isEqualTo(Main.USAGE);
        assertThat(token("create", "a b")).isEqualTo(Main.FAILED);
        assertThat(out.toString()).isEmpty();
    }

    private Path file() {
        return directory.resolve("tokens");
    }

    private int token(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "token";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--tokens";
        all[all.length - 1] = file().toString();
        return Main.run(new PrintWriter(out), new PrintWriter(err), all);
    }
}
