package doorstep.catalogue;

import doorstep.event.Scale;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * All codes with their labels, and what the answers to a question mean. One YAML file, read once; immutable.
 *
 * <p>The lists are {@code category mode channel topic source reaction question} (open: the catalogue need not know a
 * code), and {@code scale commitment feedback outcome subject breakdown window special} (closed). {@code special} holds
 * values that no event carries: the root {@code *} and {@code OTHER_VALUES}.
 */
public final class Catalogue {
    private final String origin;
    private final Map<String, Map<String, Label>> lists;
    private final Map<Scale, Map<Integer, Label>> scores;
    private final Map<Scale, Integer> badBelow;
    private final SortedMap<String, Question> questions;
    private final String fingerprint;
    private final String text;

    Catalogue(
            String origin,
            Map<String, Map<String, Label>> lists,
            Map<Scale, Map<Integer, Label>> scores,
            Map<Scale, Integer> badBelow,
            SortedMap<String, Question> questions,
            String fingerprint,
            String text) {
        this.origin = origin;
        this.lists = lists;
        this.scores = scores;
        this.badBelow = badBelow;
        this.questions = questions;
        this.fingerprint = fingerprint;
        this.text = text;
    }

    /**
     * Reads an organisation's own file, or else the bundled one.
     *
     * @throws CatalogueException if the file cannot be read or says something that the catalogue does not allow
     */
    public static Catalogue load(Optional<Path> ownFile) {
        Catalogue bundled = CatalogueFile.bundled();
        return ownFile.map(file -> CatalogueFile.read(file, bundled)).orElse(bundled);
    }

    /**
     * A catalogue as another process read it.
     *
     * @param origin for people: where the text was found
     * @param text of {@link #text}
     * @throws CatalogueException if another version wrote it, one that allowed more
     */
    public static Catalogue ofText(String origin, String text) {
        return CatalogueFile.ofText(origin, text, CatalogueFile.bundled());
    }

    /** The bundled file as it is, with its comments: where a catalogue of one's own begins. */
    public static String bundledFile() {
        return CatalogueFile.bundledText();
    }

    /** All that the file says, as JSON; what it leaves to the bundled catalogue is left out. */
    public String text() {
        return text;
    }

    /** The file that was read, for people. */
    public String origin() {
        return origin;
    }

    /** The question of this code, if it is listed. */
    public Optional<Question> question(String code) {
        return Optional.ofNullable(questions.get(code));
    }

    /**
     * What answers to a question on a scale mean: what the catalogue says if that is the question's own scale, else the
     * scale's defaults. Whether it calls back holds for all scales.
     */
    public Question question(String code, Scale scale) {
        Question listed = questions.get(code);
        if (listed != null && listed.scale() == scale) {
            return listed;
        }
        return Question.plain(code, scale, badBelow.get(scale), listed != null && listed.callsBack());
    }

    /** The lowest score of a scale that is not bad, where a question says nothing else. */
    public int badBelow(Scale scale) {
        return badBelow.get(scale);
    }

    /** Names of all lists. */
    public Set<String> lists() {
        return lists.keySet();
    }

    /** Codes of a list in the order of the file. */
    public Set<String> codes(String list) {
        return labels(list).keySet();
    }

    /** Never fails for an unknown code: it is its own label then, and not {@code listed}. */
    public Label label(String list, String code) {
        Label label = labels(list).get(code);
        return label == null ? Label.unlisted(code) : label;
    }

    /** What a score of a scale is called. */
    public Label score(Scale scale, int score) {
        Label label = scores.get(scale).get(score);
        if (label == null) {
            throw new IllegalArgumentException(score + " is not on " + scale);
        }
        return label;
    }

    /**
     * What of the catalogue gives figures their meaning, as canonical text: scale, thresholds and weights of every
     * question that has thresholds or weights of its own or calls back, and scales with a {@code badBelow} of their own, a
     * line each. Equal texts mean equal figures, whatever the labels; a question that merely repeats its scale's defaults
     * says nothing and is left out.
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
