// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.Child;
import doorstep.process.RunException;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measures what a row costs in a store of rows, and how long questions take, each store in a process of its own. */
final class StoreRun {
    private static final Duration PATIENCE = Duration.ofHours(6);
    private static final String DUCKDB = "doorstep.bench.peers.DuckDbContender"; // not on this module's class path

    private final StorePlan plan;
    private final Path data;
    private final String heap;
    private final Optional<String> peersPath;

    /** @param peersPath class path of the module {@code bench-peers}, if DuckDB runs too */
    StoreRun(StorePlan plan, Path data, String heap, Optional<String> peersPath) {
        this.plan = plan;
        this.data = data;
        this.heap = heap;
        this.peersPath = peersPath;
    }

    void run(PrintWriter progress, PrintWriter out) {
        Map<String, StoreFigures> measured = new LinkedHashMap<>();
        measured.put("SQLite", measure("SQLite", SqliteContender.class.getName(), Optional.empty(), progress));
        if (peersPath.isPresent()) {
            measured.put("DuckDB", measure("DuckDB", DUCKDB, peersPath, progress));
        }
        print(measured, out);
    }

    private StoreFigures measure(String name, String contender, Optional<String> classPath, PrintWriter progress) {
        progress.println(name + " ...");
        progress.flush();
        Path dir = data.resolve(name).toAbsolutePath();
        List<String> arguments = new ArrayList<>(List.of(contender, dir.toString()));
        arguments.addAll(plan.arguments());
        List<String> options = List.of("-Xmx" + heap);
        Path output = dir.resolve("output.txt");
        Child child = classPath
                .map(path -> Child.start(name, path, StoreMeasure.class.getName(), options, arguments, output))
                .orElseGet(() -> Child.start(name, StoreMeasure.class, options, arguments, output));
        if (!child.endsWithin(PATIENCE)) {
            child.kill();
            throw new RunException(name + " did not end within " + PATIENCE.toHours() + " hours");
        }
        if (child.exitCode().orElseThrow() != 0) {
            throw new RunException(name + " failed: " + child.lastWords());
        }
        return StoreFigures.read(dir.resolve(StoreMeasure.RESULT));
    }

    private static void print(Map<String, StoreFigures> measured, PrintWriter out) {
        Table table = new Table().text("figure");
        measured.keySet().forEach(table::number);
        for (String figure : measured.values().iterator().next().names()) {
            List<String> line = new ArrayList<>(List.of(figure));
            measured.values().forEach(figures -> line.add(text(figures.get(figure))));
            table.line(line);
        }
        table.print(out);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
    }
}
