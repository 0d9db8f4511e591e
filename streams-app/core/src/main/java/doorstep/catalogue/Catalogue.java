// SPDX-License-Identifier: Apache-2.0
package doorstep.catalogue;

import doorstep.event.Scale;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;

/**
 * All codes with their labels, the meaning of answers to questions, and which duties come back. Read from one YAML file;
 * immutable.
 *
 * <p>The lists are {@code category mode channel topic source reaction question} (open: the catalogue need not contain
 * every code), and {@code scale commitment feedback outcome subject breakdown window special} (closed). {@code special}
 * contains values that no event has: the root {@code *} and {@code OTHER_VALUES}.
 */
public final class Catalogue {
    /** Lists no codes and no questions. */
    public static final Catalogue EMPTY =
            new Catalogue("", Map.of(), Map.of(), Map.of(), Collections.emptySortedMap(), Map.of(), "", "");

    private final String origin;
    private final Map<String, Map<String, Label>> lists;
    private final Map<Scale, Map<Integer, Label>> scores;
    private final Map<Scale, Integer> badBelow;
    private final SortedMap<String, Question> questions;
    private final Map<String, Integer> every;
    private final String fingerprint;
    private final String text;

    Catalogue(
            String origin,
            Map<String, Map<String, Label>> lists,
            Map<Scale, Map<Integer, Label>> scores,
            Map<Scale, Integer> badBelow,
            SortedMap<String, Question> questions,
            Map<String, Integer> every,
            String fingerprint,
            String text) {
        this.origin = origin;
        this.lists = lists;
        this.scores = scores;
        this.badBelow = badBelow;
        this.questions = questions;
        this.every = every;
        this.fingerprint = fingerprint;
        this.text = text;
    }

    /**
     * Reads an organisation's own file, or else the bundled one.
     *
     * @throws CatalogueException if the file cannot be read or is not a valid catalogue
     */
    public static Catalogue load(Optional<Path> ownFile) {
        Catalogue bundled = CatalogueFile.bundled();
        return ownFile.map(file -> CatalogueFile.read(file, bundled)).orElse(bundled);
    }

    /**
     * A catalogue as another process read it.
     *
     * @param origin where the text was found, for messages
     * @param text as returned by {@link #text}
     * @throws CatalogueException if it is not valid, because another version wrote it that allowed more
     */
    public static Catalogue ofText(String origin, String text) {
        return CatalogueFile.ofText(origin, text, CatalogueFile.bundled());
    }

    /** The bundled file with its comments, as a starting point for an organisation's own catalogue. */
    public static String bundledFile() {
        return CatalogueFile.bundledText();
    }

    /** The content of the file as JSON, without what it takes from the bundled catalogue. */
    public String text() {
        return text;
    }

    /** The file that was read, for messages. */
    public String origin() {
        return origin;
    }

    /** The question with this code, if the catalogue lists it. */
    public Optional<Question> question(String code) {
        return Optional.ofNullable(questions.get(code));
    }

    /**
     * The meaning of answers to a question on a scale: what the catalogue says if that is the question's own scale,
     * else the scale's defaults. Whether it calls back applies to all scales.
     */
    public Question question(String code, Scale scale) {
        Question listed = questions.get(code);
        if (listed != null && listed.scale() == scale) {
            return listed;
        }
        return Question.plain(code, scale, badBelow.get(scale), listed != null && listed.callsBack());
    }

    /** The lowest score of a scale that is not bad, unless a question says otherwise. */
    public int badBelow(Scale scale) {
        return badBelow.get(scale);
    }

    /** Days after which a duty of a category is owed again, counted from each visit; empty: it does not come back. */
    public OptionalInt every(String category) {
        Integer days = every.get(category);
        return days == null ? OptionalInt.empty() : OptionalInt.of(days);
    }

    /** The names of all lists. */
    public Set<String> lists() {
        return lists.keySet();
    }

    /** The codes of a list, in the order of the file. */
    public Set<String> codes(String list) {
        return labels(list).keySet();
    }

    /** Never fails for an unknown code: its label is the code itself, and not {@code listed}. */
    public Label label(String list, String code) {
        Label label = labels(list).get(code);
        return label == null ? Label.unlisted(code) : label;
    }

    /** The label of a score. */
    public Label score(Scale scale, int score) {
        Label label = scores.get(scale).get(score);
        if (label == null) {
            throw new IllegalArgumentException(score + " is not on " + scale);
        }
        return label;
    }

    /**
     * The part of the catalogue that gives figures their meaning, as canonical text: scale, thresholds and weights of
     * every question that has thresholds or weights of its own or calls back, scales with a {@code badBelow} of their
     * own, and categories whose duties come back, one per line. Equal texts mean equal figures, whatever the labels; a
     * question that merely repeats its scale's defaults is left out.
     */
    public String fingerprint() {
        return fingerprint;
    }

    Map<Integer, Label> scores(Scale scale) {
        return scores.get(scale);
    }

    private Map<String, Label> labels(String list) {
        Map<String, Label> labels = lists.get(list);
        if (labels == null) {
            throw new IllegalArgumentException("no list '" + list + "' in the catalogue; there are " + lists.keySet());
        }
        return labels;
    }
}
