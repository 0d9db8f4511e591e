// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.explain.Explanation;
import doorstep.explain.Line;
import doorstep.explain.Move;
import doorstep.facts.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The lists of an explanation as lines of CSV, a header first. */
final class ExplainCsv {
    private static final List<String> RECORD = List.of("topic", "id", "partition", "offset", "appendedAt", "revision");

    private ExplainCsv() {}

    static List<List<Object>> lines(Explanation it) {
        List<String> names = it.amountNames();
        List<List<Object>> lines = new ArrayList<>();
        lines.add(header(List.of("at", "what"), List.of("repeated", "by", "through"), names));
        for (Line line : it.recount().lines()) {
            List<Object> cells = new ArrayList<>();
            cells.add(line.at().map(Instant::toString).orElse(null));
            cells.add(line.state().name());
            addRecord(line.fact(), cells);
            cells.add(line.repeated());
            cells.add(line.by().map(ExplainFormat::place).orElse(null));
            cells.add(line.through().stream().map(ExplainFormat::place).collect(Collectors.joining(" ")));
            addAmounts(line.amounts(), names, cells);
            lines.add(cells);
        }
        return lines;
    }

    static List<List<Object>> moves(Explanation it) {
        List<String> names = it.movedNames();
        List<List<Object>> lines = new ArrayList<>();
        lines.add(header(List.of(), List.of("insteadOf"), names));
        for (Move move : it.recount().moves()) {
            List<Object> cells = new ArrayList<>();
            addRecord(move.fact(), cells);
            cells.add(move.replaced().map(ExplainFormat::place).orElse(null));
            addAmounts(move.amounts(), names, cells);
            lines.add(cells);
        }
        return lines;
    }

    private static List<Object> header(Collection<String> first, Collection<String> then, Collection<String> names) {
        List<Object> header = new ArrayList<>(first);
        header.addAll(RECORD);
        header.addAll(then);
        header.addAll(names);
        return header;
    }

    private static void addRecord(Fact fact, List<Object> cells) {
        cells.add(fact.topic().shortName());
        cells.add(fact.id());
        cells.add(fact.partition());
        cells.add(fact.offset());
        cells.add(Instant.ofEpochMilli(fact.appendMs()).toString());
        cells.add(fact.version().isFinal() ? null : (Object) fact.version().revision());
    }

    private static void addAmounts(Map<String, Long> amounts, List<String> names, List<Object> cells) {
        names.forEach(name -> cells.add(amounts.getOrDefault(name, 0L)));
    }
}
