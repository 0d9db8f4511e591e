// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.catalogue.Catalogue;
import doorstep.catalogue.Label;
import doorstep.catalogue.Question;
import doorstep.event.Scale;
import doorstep.text.FigureFormat;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Prints the content of a catalogue, including defaults, as tables or entry by entry. */
final class CatalogueListing {
    private static final String QUESTION = "question";
    private static final String SCALE = "scale";
    private static final String CATEGORY = "category";

    private final Catalogue catalogue;

    CatalogueListing(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Questions first, then scales with their scores, then the other lists in the order of the file. */
    void print(PrintWriter out) {
        questions().print(out);
        out.println();
        scales().print(out);
        out.println();
        scores().print(out);
        otherLists().forEach(list -> {
            out.println();
            codes(list).print(out);
        });
    }

    private List<String> otherLists() {
        return catalogue.lists().stream()
                .filter(list -> !list.equals(QUESTION) && !list.equals(SCALE))
                .toList();
    }

    private Table questions() {
        Table table = new Table()
                .text(QUESTION)
                .text(SCALE)
                .number("satisfiedFrom")
                .number("badBelow")
                .text("callBack")
                .text("weights")
                .text("en")
                .text("zh");
        for (String code : catalogue.codes(QUESTION)) {
            Question question = catalogue.question(code).orElseThrow();
            Label label = catalogue.label(QUESTION, code);
            table.line(
                    code,
                    question.scale().name(),
                    String.valueOf(question.satisfiedFrom()),
                    String.valueOf(question.badBelow()),
                    String.valueOf(question.callsBack()),
                    weightsText(question),
                    label.en(),
                    label.zh());
        }
        return table;
    }

    private Table scales() {
        Table table = new Table()
                .text(SCALE)
                .text("scores")
                .number("satisfiedFrom")
                .number("badBelow")
                .text("en")
                .text("zh");
        for (Scale scale : Scale.values()) {
            Label label = catalogue.label(SCALE, scale.name());
            table.line(
                    scale.name(),
                    scale.lowest() + " to " + scale.highest(),
                    String.valueOf(scale.satisfiedFrom()),
                    String.valueOf(catalogue.badBelow(scale)),
                    label.en(),
                    label.zh());
        }
        return table;
    }

    private Table scores() {
        Table table = new Table().text(SCALE).number("score").text("en").text("zh");
        for (Scale scale : Scale.values()) {
            for (int score = scale.lowest(); score <= scale.highest(); score++) {
                Label label = catalogue.score(scale, score);
                table.line(scale.name(), String.valueOf(score), label.en(), label.zh());
            }
        }
        return table;
    }

    private Table codes(String list) {
        if (list.equals(CATEGORY)) {
            return categories();
        }
        Table table = new Table().text(list).text("en").text("zh");
        for (String code : catalogue.codes(list)) {
            Label label = catalogue.label(list, code);
            table.line(code, label.en(), label.zh());
        }
        return table;
    }

    private Table categories() {
        Table table = new Table().text(CATEGORY).number("every").text("en").text("zh");
        for (String code : catalogue.codes(CATEGORY)) {
            Label label = catalogue.label(CATEGORY, code);
            table.line(code, every(catalogue, code).orElse(FigureFormat.NONE), label.en(), label.zh());
        }
        return table;
    }

    /** As in the file. */
    static Optional<String> every(Catalogue catalogue, String category) {
        OptionalInt days = catalogue.every(category);
        return days.isPresent() ? Optional.of(days.getAsInt() + "d") : Optional.empty();
    }

    /** Each code and each score as a map of names to values, for programs. */
    List<Map<String, Object>> entries() {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String list : catalogue.lists()) {
            for (String code : catalogue.codes(list)) {
                entries.add(entry(list, code));
            }
        }
        for (Scale scale : Scale.values()) {
            for (int score = scale.lowest(); score <= scale.highest(); score++) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("list", "score");
                entry.put(SCALE, scale.name());
                entry.put("score", score);
                addLabels(catalogue.score(scale, score), entry);
                entries.add(entry);
            }
        }
        return entries;
    }

    private Map<String, Object> entry(String list, String code) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("list", list);
        entry.put("code", code);
        addLabels(catalogue.label(list, code), entry);
        if (list.equals(CATEGORY)) {
            entry.put("every", every(catalogue, code).orElse(null));
        } else if (list.equals(QUESTION)) {
            Question question = catalogue.question(code).orElseThrow();
            entry.put(SCALE, question.scale().name());
            entry.put("satisfiedFrom", question.satisfiedFrom());
            entry.put("weights", weights(question).orElse(null));
            entry.put("badBelow", question.badBelow());
            entry.put("callBack", question.callsBack());
        } else if (list.equals(SCALE)) {
            Scale scale = Scale.valueOf(code);
            entry.put("lowest", scale.lowest());
            entry.put("highest", scale.highest());
            entry.put("satisfiedFrom", scale.satisfiedFrom());
            entry.put("badBelow", catalogue.badBelow(scale));
        }
        return entry;
    }

    private static void addLabels(Label label, Map<String, Object> entry) {
        entry.put("en", label.en());
        entry.put("zh", label.zh());
    }

    static String weightsText(Question question) {
        return weights(question)
                .map(weights -> weights.stream().map(BigDecimal::toPlainString).collect(Collectors.joining(" ")))
                .orElse(FigureFormat.NONE);
    }

    /** The weights as in the file, without trailing zeros. */
    private static Optional<List<BigDecimal>> weights(Question question) {
        return question.weights().map(weights -> Arrays.stream(weights)
                .mapToObj(weight -> BigDecimal.valueOf(weight).stripTrailingZeros())
                .map(weight -> weight.scale() < 0 ? weight.setScale(0) : weight)
                .toList());
    }
}
