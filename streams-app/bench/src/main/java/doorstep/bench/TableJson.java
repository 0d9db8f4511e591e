// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The results as JSON: every run with all its quantities, then the ratios. */
final class TableJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TableJson() {}

    static void write(Settings settings, Results results, Path file) {
        try {
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json(settings, results));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static ObjectNode json(Settings settings, Results results) {
        ObjectNode root = JSON.createObjectNode();
        root.put("events", settings.events())
                .put("seed", settings.seed())
                .put("partitions", settings.partitions())
                .put("threads", settings.threads())
                .put("heap", settings.heap())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("java", Runtime.version().toString());
        ArrayNode runs = root.putArray("runs");
        for (Contender contender : Contender.values()) {
            List<Measured> rounds = results.rounds(contender);
            for (int i = 0; i < rounds.size(); i++) {
                ObjectNode run =
                        runs.addObject().put("contender", contender.label()).put("round", i + 1);
                run.put("cpu_micros_per_event", rounds.get(i).cpuMicrosPerEvent());
                run.put("events_per_second", rounds.get(i).eventsPerSecond());
                new TreeMap<>(rounds.get(i).all()).forEach((quantity, value) -> run.put(quantity.label(), value));
            }
            results.peakBytes(contender)
                    .ifPresent(bytes -> root.withObject("/peak_bytes").put(contender.label(), bytes));
        }
        ArrayNode ratios = root.putArray("ratios");
        for (CostRatio comparison : CostRatio.ALL) {
            results.ratio(comparison.of(), comparison.to()).ifPresent(ratio -> {
                ObjectNode node = ratios.addObject()
                        .put("ratio", comparison.label())
                        .put("least", ratio.least())
                        .put("median", ratio.median())
                        .put("most", ratio.most());
                if (comparison.atMost() > 0) {
                    node.put("to_reach", comparison.atMost());
                }
            });
        }
        return root;
    }
}
