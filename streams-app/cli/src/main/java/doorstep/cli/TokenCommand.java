// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.access.TokenEntry;
import doorstep.access.TokenStore;
import doorstep.config.ConfigurationException;
import doorstep.event.TreePath;
import doorstep.question.Access;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Creates, lists or revokes tokens of the API in a file, for the option --tokens of the dashboard.",
            "create prints a new token, once: the file holds its SHA-256 only. A running API sees each change at once."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep token create headquarters --tokens tokens.tsv",
            "  doorstep token create north-wall-display --unit city/north --tokens tokens.tsv",
            "  doorstep token list --tokens tokens.tsv",
            "  doorstep token revoke headquarters --tokens tokens.tsv"
        })
final class TokenCommand implements Callable<Integer> {
    /** What to do. */
    enum Action {
        CREATE,
        LIST,
        REVOKE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action;

    @Parameters(
            index = "1",
            paramLabel = "NAME",
            arity = "0..1",
            description = "With create and revoke: who uses the token, up to 64 letters, digits and . _ - @.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            required = true,
            description = "The token file. It is made if it is missing.")
    private Path file;

    @Option(
            names = "--unit",
            paramLabel = "UNIT",
            description =
                    "With create: the unit that the token is for; it sees this one and all below (default: all units).")
    private Optional<String> unit = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        TokenStore tokens = new TokenStore(file);
        PrintWriter out = spec.commandLine().getOut();
        if (unit.isPresent() && action != Action.CREATE) {
            throw new ConfigurationException("--unit goes with create only");
        }
        switch (action) {
            case CREATE -> create(tokens, out);
            case LIST -> list(tokens.list(), out);
            case REVOKE -> {
                tokens.revoke(requireName());
                out.println("revoked " + name.orElseThrow());
            }
        }
        return 0;
    }

    private void create(TokenStore tokens, PrintWriter out) {
        out.println(tokens.create(access(), requireName(), Instant.now()));
        spec.commandLine().getErr().println("Keep this token: it is not shown again.");
    }

    private Access access() {
        String path = unit.orElse(TreePath.ROOT);
        try {
            return Access.of(path);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--unit: '" + path + "' is not a unit such as city/north");
        }
    }

    private String requireName() {
        return name.orElseThrow(() -> new ConfigurationException(action + " needs a name"));
    }

    private void list(List<TokenEntry> entries, PrintWriter out) {
        if (name.isPresent()) {
            throw new ConfigurationException("list takes no name");
        }
        Table table = new Table().text("name").text("unit").text("created");
        entries.forEach(entry -> table.line(
                List.of(entry.name(), entry.access().unit(), entry.made().toString())));
        table.print(out);
    }
}
