// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.catalogue.Catalogue;
import doorstep.catalogue.Question;
import doorstep.event.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Lists, in lines for people, how a catalogue differs from the bundled one. */
final class CatalogueChanges {
    private static final String QUESTION = "question";
    private static final String SCALE = "scale";
    private static final String CATEGORY = "category";
    private static final int MOST_NAMED = 20;

    private final Catalogue bundled;
    private final Catalogue own;

    CatalogueChanges(Catalogue bundled, Catalogue own) {
        this.bundled = bundled;
        this.own = own;
    }

    /** Differences in how answers and duties are counted. Empty if and only if no figure changes. */
    List<String> ofFigures() {
        List<String> lines = new ArrayList<>();
        for (Scale scale : Scale.values()) {
            compare("scale " + scale, "badBelow", bundled.badBelow(scale), own.badBelow(scale), lines);
        }
        Set<String> questions = new TreeSet<>(bundled.codes(QUESTION));
        questions.addAll(own.codes(QUESTION));
        for (String code : questions) {
            for (Scale scale : Scale.values()) {
                compare(bundled.question(code, scale), own.question(code, scale), lines);
            }
            compare("question " + code, "callBack", callsBack(bundled, code), callsBack(own, code), lines);
        }
        Set<String> categories = new TreeSet<>(bundled.codes(CATEGORY));
        categories.addAll(own.codes(CATEGORY));
        for (String code : categories) {
            compare("category " + code, "every", every(bundled, code), every(own, code), lines);
        }
        return lines;
    }

    private static String every(Catalogue catalogue, String category) {
        return CatalogueListing.every(catalogue, category).orElse("none");
    }

    private void compare(Question before, Question after, List<String> lines) {
        Scale scale = after.scale();
        String subject = "question " + after.code() + " on " + scale;
        compare(subject, "satisfiedFrom", before.satisfiedFrom(), after.satisfiedFrom(), lines);
        compare(subject, "weights", weights(before), weights(after), lines);
        if (before.badBelow() != bundled.badBelow(scale) || after.badBelow() != own.badBelow(scale)) {
            compare(subject, "badBelow", before.badBelow(), after.badBelow(), lines);
        }
    }

    private static void compare(String subject, String key, Object before, Object after, List<String> lines) {
        if (!before.equals(after)) {
            lines.add(subject + ": " + key + " " + after + " instead of " + before);
        }
    }

    private static String weights(Question question) {
        return question.weights().isEmpty() ? "none" : CatalogueListing.weightsText(question);
    }

    private static boolean callsBack(Catalogue catalogue, String question) {
        return catalogue.question(question).filter(Question::callsBack).isPresent();
    }

    /**
     * Differences in codes and labels. They change no figures, except in breakdowns that take their codes from the
     * catalogue.
     */
    List<String> ofCodes() {
        List<String> lines = new ArrayList<>();
        for (String list : own.lists()) {
            List<String> parts = new ArrayList<>();
            name("new", own.codes(list), code -> isNew(list, code), parts);
            name("left out", bundled.codes(list), code -> isLeftOut(list, code), parts);
            name("with other labels", own.codes(list), code -> hasOtherLabels(list, code), parts);
            if (list.equals(QUESTION)) {
                name("on another scale", own.codes(list), this::isOnAnotherScale, parts);
            }
            if (list.equals(SCALE)) {
                name("with other labels of scores", own.codes(list), this::hasOtherScores, parts);
            }
            if (!parts.isEmpty()) {
                lines.add(list + ": " + String.join("; ", parts));
            }
        }
        return lines;
    }

    /** Whether the codes differ in a list that a breakdown can use. */
    boolean ofBreakdowns() {
        return own.lists().stream().filter(own.codes("breakdown")::contains).anyMatch(list -> !own.codes(list)
                .equals(bundled.codes(list)));
    }

    private boolean isNew(String list, String code) {
        return !bundled.codes(list).contains(code);
    }

    private boolean isLeftOut(String list, String code) {
        return !own.codes(list).contains(code);
    }

    private boolean hasOtherLabels(String list, String code) {
        return !isNew(list, code) && !own.label(list, code).equals(bundled.label(list, code));
    }

    private boolean isOnAnotherScale(String question) {
        return !isNew(QUESTION, question)
                && own.question(question).orElseThrow().scale()
                        != bundled.question(question).orElseThrow().scale();
    }

    private boolean hasOtherScores(String code) {
        Scale scale = Scale.valueOf(code);
        for (int score = scale.lowest(); score <= scale.highest(); score++) {
            if (!own.score(scale, score).equals(bundled.score(scale, score))) {
                return true;
            }
        }
        return false;
    }

    private static void name(String what, Set<String> codes, Predicate<String> which, List<String> parts) {
        List<String> named = codes.stream().filter(which).toList();
        if (!named.isEmpty()) {
            String shown = String.join(", ", named.subList(0, Math.min(named.size(), MOST_NAMED)));
            int more = named.size() - MOST_NAMED;
            parts.add(named.size() + " " + what + " (" + shown + (more > 0 ? " and " + more + " more" : "") + ")");
        }
    }
}
