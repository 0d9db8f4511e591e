// SPDX-License-Identifier: Apache-2.0
package doorstep.catalogue;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import doorstep.event.Codes;
import doorstep.event.Scale;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses one catalogue file and refuses everything it does not understand, naming file and key. */
final class CatalogueFile {
    private static final String BUNDLED = "/doorstep/catalogue.yaml";
    private static final List<String> OPEN =
            List.of("category", "mode", "channel", "topic", "source", "reaction", "question");
    private static final Map<String, List<String>> OPEN_KEYS = Map.of(
            "category", List.of("en", "zh", "every"),
            "question", List.of("en", "zh", "scale", "satisfiedFrom", "weights", "badBelow", "callBack"));
    private static final List<String> CLOSED =
            List.of("scale", "commitment", "feedback", "outcome", "subject", "breakdown", "window", "special");
    private static final int MAX_LABEL = 200;
    private static final BigDecimal MAX_WEIGHT = BigDecimal.valueOf(1_000_000);
    private static final int MAX_WEIGHT_DECIMALS = 9;
    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,3})d");
    private static final int MAX_DAYS = 3_653; // ten years, as due times may lie ahead

    /** Maximum length of the text published with the figures, which must fit in a record. */
    private static final int MAX_TEXT = 500_000;

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();
    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final String origin;
    private final Optional<Catalogue> bundled;
    private final Map<String, Map<String, Label>> lists = new LinkedHashMap<>();
    private final Map<Scale, Map<Integer, Label>> scores = new EnumMap<>(Scale.class);
    private final Map<Scale, Integer> badBelow = new EnumMap<>(Scale.class);
    private final SortedMap<String, Question> questions = new TreeMap<>();
    private final Map<String, Integer> every = new HashMap<>();
    private final SortedMap<String, String> fingerprint = new TreeMap<>();

    /**
     * @param bundled gives the codes of closed lists, and labels missing from the file; absent for the bundled file
     *     itself
     */
    private CatalogueFile(String origin, Optional<Catalogue> bundled) {
        this.origin = origin;
        this.bundled = bundled;
    }

    static Catalogue bundled() {
        return Bundled.CATALOGUE;
    }

    /** Read on first use. */
    private static final class Bundled {
        private static final Catalogue CATALOGUE = readBundled();
    }

    private static Catalogue readBundled() {
        CatalogueFile reader = new CatalogueFile("the bundled catalogue", Optional.empty());
        try (InputStream in = openBundled()) {
            return reader.parse(reader.tree(in));
        } catch (IOException e) {
            throw new AssertionError("the bundled catalogue is missing or invalid", e);
        }
    }

    static String bundledText() {
        try (InputStream in = openBundled()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("the bundled catalogue is missing or invalid", e);
        }
    }

    private static InputStream openBundled() throws FileNotFoundException {
        InputStream in = CatalogueFile.class.getResourceAsStream(BUNDLED);
        if (in == null) {
            throw new FileNotFoundException(BUNDLED);
        }
        return in;
    }

    static Catalogue read(Path file, Catalogue bundled) {
        CatalogueFile reader = new CatalogueFile("catalogue " + file, Optional.of(bundled));
        try (InputStream in = Files.newInputStream(file)) {
            return reader.parse(reader.tree(in));
        } catch (NoSuchFileException e) {
            throw new CatalogueException(
                    "catalogue " + file + ": there is no such file. Correct the path, or leave the setting out to use"
                            + " the bundled catalogue.");
        } catch (IOException e) {
            throw new CatalogueException("catalogue " + file + ": cannot be read: " + e.getMessage());
        }
    }

    /** @param text as returned by {@link Catalogue#text} */
    static Catalogue ofText(String origin, String text, Catalogue bundled) {
        CatalogueFile reader = new CatalogueFile(origin, Optional.of(bundled));
        try {
            return reader.parse(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new CatalogueException(origin + ": " + e.getOriginalMessage());
        }
    }

    private Catalogue parse(JsonNode root) {
        if (!root.isObject()) {
            throw wrong("", "is not a catalogue. Start from a copy of the bundled one: doorstep catalogue show --yaml");
        }
        List<String> known = new ArrayList<>(OPEN);
        known.addAll(CLOSED);
        refuseOthers("", root, known);
        for (Scale scale : Scale.values()) {
            JsonNode own = root.path("scale").path(scale.name()).path("badBelow");
            badBelow.put(scale, badBelow("scale." + scale + ".badBelow", scale, own, scale.badBelow()));
            if (badBelow.get(scale) != scale.badBelow()) {
                fingerprint.put("scale:" + scale, scale + " bad below " + badBelow.get(scale));
            }
        }
        for (String list : OPEN) {
            lists.put(list, openList(list, root.path(list)));
        }
        for (String list : CLOSED) {
            lists.put(list, closedList(list, root.path(list)));
        }
        for (Scale scale : Scale.values()) {
            scores.put(scale, scoreLabels(scale, root.path("scale").path(scale.name())));
        }
        return new Catalogue(
                origin,
                Collections.unmodifiableMap(lists),
                scores,
                badBelow,
                Collections.unmodifiableSortedMap(questions),
                Collections.unmodifiableMap(every),
                String.join("\n", fingerprint.values()),
                text(root));
    }

    private String text(JsonNode root) {
        String text = root.toString();
        if (text.length() > MAX_TEXT) {
            throw wrong(
                    "",
                    "has " + text.length() + " characters; " + MAX_TEXT + " fit in a record of the settings topic.");
        }
        return text;
    }

    private JsonNode tree(InputStream in) throws IOException {
        try {
            return YAML.readTree(in);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String position = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new CatalogueException(origin + position + ": not valid YAML, or a key occurs twice: "
                    + e.getOriginalMessage().lines().findFirst().orElse("").strip());
        }
    }

    private Map<String, Label> openList(String list, JsonNode node) {
        Map<String, Label> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : entries(list, node)) {
            String code = entry.getKey();
            String key = list + "." + code;
            if (!Codes.isValid(code)) {
                throw wrong(
                        key,
                        "is not a code. A code is a letter A-Z, then A-Z, 0-9 or _, 64 at most; OTHER_VALUES is reserved.");
            }
            if (list.equals("question")) {
                addQuestion(key, code, entry.getValue());
            } else if (list.equals("category")) {
                addEvery(key, code, entry.getValue().path("every"));
            }
            labels.put(code, label(key, code, entry.getValue(), OPEN_KEYS.getOrDefault(list, List.of("en", "zh"))));
        }
        return Collections.unmodifiableMap(labels);
    }

    private Map<String, Label> closedList(String list, JsonNode node) {
        Map<String, Label> labels = new LinkedHashMap<>();
        bundled.ifPresent(
                catalogue -> catalogue.codes(list).forEach(code -> labels.put(code, catalogue.label(list, code))));
        Collection<String> known = List.copyOf(labels.keySet());
        for (Map.Entry<String, JsonNode> entry : entries(list, node)) {
            String code = entry.getKey();
            String key = list + "." + code;
            if (bundled.isPresent() && !known.contains(code)) {
                throw wrong(key, "is unknown. This list is closed: " + String.join(", ", known) + ".");
            }
            List<String> keys = list.equals("scale") ? List.of("en", "zh", "scores", "badBelow") : List.of("en", "zh");
            labels.put(code, label(key, code, entry.getValue(), keys));
        }
        return Collections.unmodifiableMap(labels);
    }

    private Map<Integer, Label> scoreLabels(Scale scale, JsonNode node) {
        String key = "scale." + scale + ".scores";
        Map<Integer, Label> labels = new TreeMap<>();
        bundled.ifPresent(catalogue -> labels.putAll(catalogue.scores(scale)));
        for (Map.Entry<String, JsonNode> entry : entries(key, node.path("scores"))) {
            String score = entry.getKey();
            if (!score.matches("0|[1-9][0-9]?") || !scale.contains(Integer.parseInt(score))) {
                throw wrong(
                        key + "." + score,
                        "is not a score of " + scale + ", which runs from " + scale.lowest() + " to " + scale.highest()
                                + ".");
            }
            labels.put(Integer.valueOf(score), label(key + "." + score, score, entry.getValue(), List.of("en", "zh")));
        }
        return Collections.unmodifiableMap(labels);
    }

    private void addEvery(String key, String code, JsonNode node) {
        if (node.isMissingNode()) {
            return;
        }
        Matcher days = DAYS.matcher(node.isTextual() ? node.textValue() : "");
        if (!days.matches() || Integer.parseInt(days.group(1)) > MAX_DAYS) {
            throw wrong(key + ".every", "is " + shown(node) + ". Use a number of days from 1d to " + MAX_DAYS + "d.");
        }
        every.put(code, Integer.valueOf(days.group(1)));
        fingerprint.put(key, key + " every " + node.textValue());
    }

    private void addQuestion(String key, String code, JsonNode node) {
        JsonNode scaleNode = node.path("scale");
        if (scaleNode.isMissingNode()) {
            throw wrong(key, "has no scale. Add `scale:` with one of " + List.of(Scale.values()) + ".");
        }
        Scale scale = Scale.of(scaleNode.asText())
                .orElseThrow(() -> wrong(
                        key + ".scale", "is " + shown(scaleNode) + ". Use one of " + List.of(Scale.values()) + "."));
        boolean own = node.has("satisfiedFrom") || node.has("weights");
        if (own && scale == Scale.NPS_11) {
            throw wrong(
                    key,
                    "sets satisfiedFrom or weights on NPS_11, where promoters are 9 and 10 by definition. Remove it, or"
                            + " ask the question on another scale.");
        }
        int from = threshold(key + ".satisfiedFrom", scale, node.path("satisfiedFrom"));
        List<BigDecimal> weights = weights(key + ".weights", scale, node.path("weights"));
        int bad = badBelow(key + ".badBelow", scale, node.path("badBelow"), badBelow.get(scale));
        boolean callsBack = callsBack(key + ".callBack", node.path("callBack"));
        questions.put(
                code,
                new Question(
                        code,
                        scale,
                        from,
                        weights.isEmpty()
                                ? Optional.empty()
                                : Optional.of(weights.stream()
                                        .mapToDouble(BigDecimal::doubleValue)
                                        .toArray()),
                        bad,
                        callsBack));
        describe(code, scale, from, weights, bad, callsBack);
    }

    private int threshold(String key, Scale scale, JsonNode node) {
        if (node.isMissingNode()) {
            return scale.satisfiedFrom();
        }
        int from = node.isInt() ? node.intValue() : Integer.MIN_VALUE;
        if (from <= scale.lowest() || from > scale.highest()) {
            throw wrong(
                    key,
                    "is " + shown(node) + ". On " + scale + " it can be a whole number from " + (scale.lowest() + 1)
                            + " to " + scale.highest() + ".");
        }
        return from;
    }

    private int badBelow(String key, Scale scale, JsonNode node, int otherwise) {
        if (node.isMissingNode()) {
            return otherwise;
        }
        int below = node.isInt() ? node.intValue() : Integer.MIN_VALUE;
        if (!scale.contains(below)) {
            throw wrong(
                    key,
                    "is " + shown(node) + ". On " + scale + " it can be a whole number from " + scale.lowest()
                            + " (no score is bad) to " + scale.highest() + ".");
        }
        return below;
    }

    private boolean callsBack(String key, JsonNode node) {
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw wrong(key, "is " + shown(node) + ". Use true if bad answers are to open call-backs, else false.");
        }
        return node.asBoolean();
    }

    private List<BigDecimal> weights(String key, Scale scale, JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        int wanted = scale.highest() - scale.lowest() + 1;
        if (!node.isArray() || node.size() != wanted) {
            throw wrong(
                    key,
                    "is " + shown(node) + ". On " + scale + " it is a list of " + wanted
                            + " numbers, that of the lowest score first.");
        }
        List<BigDecimal> weights = new ArrayList<>();
        for (JsonNode item : node) {
            BigDecimal weight = item.isNumber() ? exact(item) : null;
            if (weight == null || weight.abs().compareTo(MAX_WEIGHT) > 0 || weight.scale() > MAX_WEIGHT_DECIMALS) {
                throw wrong(
                        key,
                        "has the item " + shown(item) + ". Use numbers from -" + MAX_WEIGHT + " to " + MAX_WEIGHT
                                + " with at most " + MAX_WEIGHT_DECIMALS + " decimals.");
            }
            weights.add(weight);
        }
        return weights;
    }

    /** Null if it is not a finite number. */
    private static BigDecimal exact(JsonNode number) {
        if (number.isDouble() || number.isFloat()) {
            return Double.isFinite(number.doubleValue()) ? BigDecimal.valueOf(number.doubleValue()) : null;
        }
        BigDecimal exact = number.decimalValue();
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }

    private void describe(String code, Scale scale, int from, List<BigDecimal> weights, int bad, boolean callsBack) {
        boolean ownBad = bad != badBelow.get(scale);
        // A question with its scale's defaults has the same figures as an unlisted one.
        if (from != scale.satisfiedFrom() || !weights.isEmpty() || ownBad || callsBack) {
            fingerprint.put(
                    code,
                    code + " " + scale + " " + from + (weights.isEmpty() ? "" : " " + weights)
                            + (ownBad ? " bad below " + bad : "")
                            + (callsBack ? " calls back" : ""));
        }
    }

    private Label label(String key, String code, JsonNode node, List<String> keys) {
        if (!node.isObject()) {
            throw wrong(key, "needs its labels. Write it like this: { en: In English, zh: 中文 }.");
        }
        refuseOthers(key, node, keys);
        return new Label(code, text(key, node, "en"), text(key, node, "zh"), true);
    }

    private String text(String key, JsonNode node, String language) {
        JsonNode text = node.path(language);
        if (text.isMissingNode()) {
            throw wrong(key, "has no label `" + language + "`. Add it; repeat the other one if there is none.");
        }
        if (!text.isTextual()) {
            throw wrong(key + "." + language, "is not text. Put it in quotes.");
        }
        String label = text.textValue();
        if (label.isBlank()
                || label.codePointCount(0, label.length()) > MAX_LABEL
                || label.codePoints().anyMatch(Character::isISOControl)) {
            throw wrong(
                    key + "." + language,
                    "has to be one line of 1 to " + MAX_LABEL + " characters, not only spaces. Shorten or fill it.");
        }
        return label;
    }

    private Iterable<Map.Entry<String, JsonNode>> entries(String key, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isObject()) {
            throw wrong(key, "has to be a list of codes, each followed by a colon and its labels.");
        }
        return node.properties();
    }

    private void refuseOthers(String key, JsonNode node, List<String> known) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!known.contains(entry.getKey())) {
                String path = key.isEmpty() ? entry.getKey() : key + "." + entry.getKey();
                throw wrong(path, "is an unknown key. Known here: " + String.join(", ", known) + ".");
            }
        }
    }

    private CatalogueException wrong(String key, String message) {
        return new CatalogueException(origin + ": " + (key.isEmpty() ? "" : key + " ") + message);
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }
}
