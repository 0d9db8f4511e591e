// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.export.TableSummary;
import doorstep.iceberg.IcebergTarget;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The options of {@code export} that keep Iceberg tables small. They take effect after the export, which finishes what a
 * killed exporter has begun: so one line for cron does both, and never finds an export that is only begun.
 */
final class UpkeepOptions {
    @Option(
            names = "--compact",
            description =
                    "Iceberg: after the export, write the rows of small files, and of files with deleted rows, to large"
                            + " ones.")
    private boolean compact;

    @Option(
            names = "--expire-snapshots",
            paramLabel = "DAYS",
            description =
                    "Iceberg: after the export, remove snapshots that are older than so many days, except those that"
                            + " the last export names, and files that killed exporters left behind.")
    private Optional<Integer> daysKept = Optional.empty();

    boolean areGiven() {
        return compact || daysKept.isPresent();
    }

    boolean areValid() {
        return daysKept.filter(it -> it < 0).isEmpty();
    }

    /** @param target in which an export has just ended */
    void apply(IcebergTarget target, PrintWriter out) {
        if (compact) {
            for (TableSummary table : target.compact()) {
                out.println("compacted " + ExportCommand.line(table));
            }
        }
        daysKept.ifPresent(days -> {
            int expired = target.expireSnapshots(Duration.ofDays(days), Instant.now());
            out.println("expired " + expired + (expired == 1 ? " snapshot" : " snapshots"));
        });
    }
}
