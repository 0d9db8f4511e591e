// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.audit.Audit;
import doorstep.audit.AuditReport;
import doorstep.audit.AuditScope;
import doorstep.audit.Difference;
import doorstep.config.ConfigurationException;
import doorstep.config.Nearest;
import doorstep.exported.ExportedTables;
import doorstep.tally.WindowKind;
import doorstep.text.FigureFormat;
import doorstep.text.PrintableText;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Counts the exported facts again, in SQL that shares nothing with the pipeline, and compares the exported",
            "results with that, row by row: all rows of calendar windows and of EVER. Reads the tables of the last",
            "finished export and nothing else. Rows that may have moved while that export read them are counted apart,",
            "as in motion. docs/warehouse.md describes what is covered."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no difference",
            "1:a difference, or failed",
            "2:the last export is marked as incomplete, so that nothing can be compared; or wrong usage"
        },
        footer = {
            "",
            "Examples:",
            "  doorstep audit",
            "  doorstep audit parquet:warehouse",
            "  doorstep audit iceberg:lake --unit city/north --window QUARTER --start 2026-10-01",
            "  doorstep audit 'postgresql://exporter@db.example/warehouse?sslmode=verify-full' --password-file FILE"
        })
final class AuditCommand implements Callable<Integer> {
    private static final int FOUND = 1;
    private static final int INCOMPLETE = 2;
    private static final int LONGEST_SHOWN = 60;

    @Mixin
    private TargetOptions exported;

    @Option(names = "--unit", paramLabel = "UNIT", description = "Only rows of this unit; '*' = all units together.")
    private Optional<String> unit = Optional.empty();

    @Option(names = "--window", paramLabel = "WINDOW", description = "Only rows of this window, e.g. MONTH.")
    private Optional<String> window = Optional.empty();

    @Option(
            names = "--start",
            paramLabel = "DATE",
            description = "Only rows of calendar windows that start on this date.")
    private Optional<LocalDate> start = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:DOORSTEP_DIR:-.doorstep}",
            description = "Directory in which the default target is (default: DOORSTEP_DIR, or .doorstep).")
    private Path data;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        AuditScope scope = new AuditScope(unit, window.map(AuditCommand::requireCovered), start);
        ExportTarget audited = exported.target(data);
        try (ExportedTables tables = audited.tables(exported.passwordFile(audited))) {
            AuditReport report = Audit.of(tables, scope);
            PrintWriter out = spec.commandLine().getOut();
            out.println("audit of export " + report.export() + " in " + audited
                    + report.asOf().map(it -> ", as of " + it).orElse(""));
            if (report.incomplete().isPresent()) {
                spec.commandLine()
                        .getErr()
                        .println("Nothing was compared: " + report.incomplete().get()
                                + ". Export again when the pipeline runs.");
                return INCOMPLETE;
            }
            print(report, out);
            return report.different() == 0 ? 0 : FOUND;
        }
    }

    private static String requireCovered(String name) {
        List<String> covered = Arrays.stream(WindowKind.values())
                .filter(it -> it.isCalendar() || it == WindowKind.EVER)
                .map(WindowKind::name)
                .toList();
        String wanted = name.toUpperCase(Locale.ROOT);
        if (!covered.contains(wanted)) {
            throw new ConfigurationException("rows of the window " + name + " are not audited; those of "
                    + String.join(", ", covered) + " are. Did you mean " + Nearest.to(wanted, covered) + "?");
        }
        return wanted;
    }

    private static void print(AuditReport report, PrintWriter out) {
        Table families = new Table()
                .text("table")
                .number("rows")
                .number("equal")
                .number("in motion")
                .number("different");
        for (AuditReport.Family it : report.families()) {
            families.line(
                    it.table(),
                    FigureFormat.count(it.rows()),
                    FigureFormat.count(it.equal()),
                    FigureFormat.count(it.moving()),
                    FigureFormat.count(it.different()));
        }
        families.print(out);
        out.println("windows: " + String.join(", ", report.windows()));
        report.notCovered().forEach(it -> out.println("not covered: " + it));
        if (report.different() == 0) {
            out.println("no difference");
            return;
        }
        out.println();
        Table differences = new Table()
                .text("table")
                .text("row")
                .text("figure")
                .text("exported")
                .text("counted again");
        for (Difference it : report.differences()) {
            differences.line(
                    it.table(), PrintableText.line(it.key()), it.column(), shown(it.exported()), shown(it.recounted()));
        }
        differences.print(out);
        out.println(FigureFormat.count(report.different())
                + (report.different() == 1 ? " row DIFFERS" : " rows DIFFER")
                + " from the facts"
                + (report.differences().size() == Audit.MOST_DIFFERENCES
                        ? "; the first differences are listed, --unit, --window and --start narrow them down"
                        : ""));
    }

    private static String shown(String value) {
        if (value == null) {
            return FigureFormat.NONE;
        }
        String line = PrintableText.line(value);
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
    }
}
