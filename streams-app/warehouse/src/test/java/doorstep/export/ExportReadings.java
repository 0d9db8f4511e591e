// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.cluster.ClusterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Exporter} writes when it reads certain topics, each case once. Topics and written exports have numbers, by
 * which states can be compared quickly.
 */
final class ExportReadings {
    private final Path scratch;
    private final List<TopicHistory> topics = new ArrayList<>();
    private final Map<String, Integer> topicNumbers = new HashMap<>();
    private final List<Written> exports = new ArrayList<>();
    private final Map<Written, Integer> exportNumbers = new HashMap<>();
    private final Map<Case, Optional<Result>> results = new HashMap<>();
    private int runs;

    /** A written export, and what must be in the tables when it is in them. */
    private record Written(WrittenExport files, Map<String, Long> rows, List<String> facts) {}

    /**
     * What an exporter reads.
     *
     * @param topics their number
     * @param last how many exports its last one was, when it looked
     * @param tables numbers of the exports that are in the tables when it looks into them
     * @param event happens meanwhile, or null
     * @param at after which look for the ends of topics, from 1
     */
    record Case(int topics, int last, List<Integer> tables, TopicEvent event, int at) {}

    /**
     * What comes of it.
     *
     * @param topics the topics then
     * @param export number of what was written; -1: nothing, for nothing was new or it was refused
     */
    record Result(int topics, int export) {}

    ExportReadings(Path scratch) {
        this.scratch = scratch;
        add(new TopicHistory());
    }

    private int add(TopicHistory history) {
        return topicNumbers.computeIfAbsent(history.toString(), key -> {
            topics.add(history);
            return topics.size() - 1;
        });
    }

    TopicHistory topics(int number) {
        return topics.get(number);
    }

    /** The topics after an event. */
    int after(int number, TopicEvent event) {
        Integer known = topicNumbers.get(topics.get(number).with(event));
        if (known != null) {
            return known;
        }
        TopicHistory next = topics.get(number).copy();
        next.happen(event);
        return add(next);
    }

    /** How often an exporter has read. */
    int runs() {
        return runs;
    }

    /** @return empty if the exporter looks less often for the ends */
    Optional<Result> read(Case reading) {
        return results.computeIfAbsent(reading, this::run);
    }

    private Optional<Result> run(Case reading) {
        TopicHistory history = topics.get(reading.topics()).copy();
        int[] looks = {0};
        Runnable look = () -> {
            looks[0]++;
            if (reading.event() != null && looks[0] == reading.at()) {
                history.happen(reading.event());
            }
        };
        int written = export(reading, history, look, false);
        if (reading.event() != null && looks[0] < reading.at()) {
            return Optional.empty();
        }
        return Optional.of(new Result(add(history), written));
    }

    private int export(Case reading, TopicHistory history, Runnable look, boolean again) {
        List<WrittenExport> tables = files(reading.tables());
        Optional<Export> last = reading.last() == 0
                ? Optional.empty()
                : Optional.of(tables.get(reading.last() - 1).export());
        WrittenExport.Recorder target = new WrittenExport.Recorder(last, tables, scratch);
        runs++;
        try {
            history.world.export(target, history.world.logWithoutTime().afterEnds(look), again);
        } catch (ExportException e) {
            if (e.getMessage().contains("--again") && !again) {
                return export(reading, history, look, true);
            }
            require(mayRefuse(reading, history, e), "refused: " + e.getMessage(), reading);
            return -1;
        } catch (ClusterException e) { // the brokers refuse a position in a topic that was created anew
            require(
                    reading.event() == TopicEvent.ROWS_ANEW || reading.event() == TopicEvent.INPUT_ANEW,
                    e.getMessage(),
                    reading);
            return -1;
        }
        boolean seesAll = reading.last() == reading.tables().size() && reading.event() == null;
        if (target.written().isEmpty()) {
            require(!seesAll || history.isUpToDate(last.orElseThrow()), "nothing was new, it says", reading);
            return -1;
        }
        WrittenExport files = target.written().get();
        require(!seesAll || history.isUpToDate(files.export()), "it ended before the ends", reading);
        Written written = new Written(files, history.rowsAt(files.export()), history.factsAt(files.export()));
        return exportNumbers.computeIfAbsent(written, key -> {
            exports.add(key);
            return exports.size() - 1;
        });
    }

    private static boolean mayRefuse(Case reading, TopicHistory history, ExportException e) {
        return e.isPassing()
                ? history.isMarked()
                        || reading.event() == TopicEvent.REBUILD
                        || reading.event() == TopicEvent.REBUILD_WITH_OTHER_RULES
                : reading.event() == TopicEvent.INPUT_ANEW;
    }

    private List<WrittenExport> files(List<Integer> numbers) {
        return numbers.stream().map(it -> exports.get(it).files()).toList();
    }

    /** What is wrong with the tables when they have certain exports. */
    Optional<String> fault(List<Integer> numbers) {
        Target target = new WrittenExport.Recorder(Optional.empty(), files(numbers), scratch);
        Written last = exports.get(numbers.get(numbers.size() - 1));
        List<String> facts = ExportedState.facts(target);
        if (!facts.equals(last.facts())) {
            return Optional.of("facts " + facts + ", not " + last.facts());
        }
        if (!ExportedState.visits(target).equals(last.rows())) {
            return Optional.of("rows " + ExportedState.visits(target) + ", not " + last.rows());
        }
        for (int i = 0; i < numbers.size(); i++) {
            Map<String, Long> rows = ExportedState.visitsAt(target, i + 1L);
            if (!rows.equals(exports.get(numbers.get(i)).rows())) {
                return Optional.of("history of export " + (i + 1) + " says " + rows + ", not "
                        + exports.get(numbers.get(i)).rows());
            }
        }
        return Optional.empty();
    }

    private void require(boolean condition, String fault, Case reading) {
        if (!condition) {
            throw new AssertionError(fault + "; topics " + topics.get(reading.topics()) + ", " + reading);
        }
    }
}
