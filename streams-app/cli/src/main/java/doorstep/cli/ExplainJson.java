// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.explain.Explanation;
import doorstep.explain.Line;
import doorstep.explain.Move;
import doorstep.explain.Recount;
import doorstep.facts.Fact;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** An explanation as maps and lists, for JSON. */
final class ExplainJson {
    private ExplainJson() {}

    static Map<String, Object> of(Explanation it, Optional<Instant> since) {
        Recount recount = it.recount();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topic", it.figure().topic().shortName());
        json.put("key", it.key());
        json.put("asOf", Instant.ofEpochSecond(it.figure().asOf() * 60).toString());
        json.put("verdict", it.verdict().name());
        json.put("row", figures(it, it.row()));
        json.put("events", figures(it, it.recounted()));
        json.put("lines", recount.lines().stream().map(ExplainJson::line).toList());
        json.put("lineCount", recount.lineCount());
        if (since.isPresent()) {
            json.put("since", since.get().toString());
            json.put("before", figures(it, it.before()));
            json.put("moves", recount.moves().stream().map(ExplainJson::move).toList());
            json.put("moveCount", recount.moveCount());
        }
        return json;
    }

    private static Map<String, Object> figures(Explanation it, Optional<SpecificRecord> row) {
        return row.isPresent() ? it.flat(row).values() : null;
    }

    private static Map<String, Object> line(Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", line.at().map(Instant::toString).orElse(null));
        json.put("what", line.state().name());
        json.putAll(record(line.fact()));
        json.put("repeated", line.repeated());
        json.put("by", line.by().map(ExplainJson::record).orElse(null));
        json.put("through", line.through().stream().map(ExplainJson::record).toList());
        json.put("amounts", line.amounts());
        return json;
    }

    private static Map<String, Object> move(Move move) {
        Map<String, Object> json = new LinkedHashMap<>(record(move.fact()));
        json.put("insteadOf", move.replaced().map(ExplainJson::record).orElse(null));
        json.put("amounts", move.amounts());
        return json;
    }

    /** The revision of a null value is null. */
    private static Map<String, Object> record(Fact fact) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topic", fact.topic().shortName());
        json.put("id", fact.id());
        json.put("partition", fact.partition());
        json.put("offset", fact.offset());
        json.put("appendedAt", Instant.ofEpochMilli(fact.appendMs()).toString());
        json.put("revision", fact.version().isFinal() ? null : fact.version().revision());
        return json;
    }
}
