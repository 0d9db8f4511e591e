// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.catalogue.Catalogue;
import doorstep.config.ConfigurationException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "catalogue",
        mixinStandardHelpOptions = true,
        description = {
            "Shows codes with their labels and how answers to questions are counted, or checks a catalogue file.",
            "show prints FILE or, without FILE, the bundled catalogue.",
            "check reads FILE as the pipeline does: it reports what is wrong with it, or how it differs from the"
                    + " bundled catalogue (docs/catalogue.md)."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep catalogue show",
            "  doorstep catalogue show --yaml > catalogue.yaml",
            "  doorstep catalogue check catalogue.yaml"
        })
final class CatalogueCommand implements Callable<Integer> {
    /** What to do. */
    enum Action {
        SHOW,
        CHECK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action;

    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", description = "A catalogue file.")
    private Optional<Path> file = Optional.empty();

    @ArgGroup
    private final ForPrograms forPrograms = new ForPrograms();

    /** Options that exclude each other. */
    private static final class ForPrograms {
        @Option(names = "--json", description = "With show: one JSON object per line, for each code and each score.")
        private boolean json;

        @Option(names = "--yaml", description = "With show: the bundled file as it is, to copy and change.")
        private boolean yaml;
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (action == Action.CHECK) {
            check(out);
        } else {
            show(out);
        }
        return 0;
    }

    private void show(PrintWriter out) {
        if (!forPrograms.yaml) {
            CatalogueListing listing = new CatalogueListing(Catalogue.load(file));
            if (forPrograms.json) {
                listing.entries().forEach(entry -> out.println(RowFormat.json(entry)));
            } else {
                listing.print(out);
            }
        } else if (file.isPresent()) {
            throw new ConfigurationException("--yaml prints the bundled catalogue; leave out " + file.get());
        } else {
            out.print(Catalogue.bundledFile());
        }
    }

    private void check(PrintWriter out) {
        if (forPrograms.json || forPrograms.yaml) {
            throw new ConfigurationException("--json and --yaml are for catalogue show");
        }
        if (file.isEmpty()) {
            throw new ConfigurationException("catalogue check needs a file: doorstep catalogue check FILE");
        }
        Catalogue own = Catalogue.load(file);
        CatalogueChanges changes = new CatalogueChanges(Catalogue.load(Optional.empty()), own);
        out.println(own.origin() + " is valid.");
        if (changes.ofFigures().isEmpty() && changes.ofCodes().isEmpty()) {
            out.println("It does not differ from the bundled catalogue.");
        }
        print(
                "It counts differently from the bundled catalogue. Existing rows need `doorstep rebuild`:",
                changes.ofFigures(),
                out);
        print("Its codes and labels differ from those of the bundled catalogue:", changes.ofCodes(), out);
        if (changes.ofBreakdowns()) {
            out.println("A breakdown with the setting `catalogue` takes its codes from these lists; for it, other codes"
                    + " need `doorstep rebuild` too.");
        }
    }

    private static void print(String title, List<String> lines, PrintWriter out) {
        if (!lines.isEmpty()) {
            out.println(title);
            lines.forEach(line -> out.println("  " + line));
        }
    }
}
