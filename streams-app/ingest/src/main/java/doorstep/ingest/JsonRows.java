// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the rows of a file with one JSON object per line. Numbers keep the text that was written. */
final class JsonRows implements Rows {
    private static final int MAX_DEPTH = 50;

    private final LineReader lines;
    private final Set<String> needed;
    private final int longestName;
    private final int maxChars;
    private final String encoding;
    private final JsonFactory json;

    /** @param needed the columns that will be requested; no others are kept */
    JsonRows(LineReader lines, Collection<String> needed, int maxChars, String encoding) {
        this.lines = lines;
        this.needed = Set.copyOf(needed);
        this.longestName = needed.stream().mapToInt(String::length).max().orElse(0);
        this.maxChars = maxChars;
        this.encoding = encoding;
        json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(maxChars)
                        .maxNumberLength(maxChars)
                        .maxNameLength(maxChars)
                        .build())
                .build();
    }

    @Override
    public ParsedRow next() throws IOException {
        LineReader.Line line = lines.next();
        while (line != null && line.text().isBlank() && !line.tooLong()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        if (line.tooLong()) {
            return new ParsedRow.Unreadable(line.number(), "longer than " + maxChars + " characters");
        }
        try (JsonParser parser = json.createParser(line.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new ParsedRow.Unreadable(line.number(), "not a JSON object");
            }
            Map<String, List<String>> texts = new HashMap<>();
            if (!readObject(parser, "", texts)) {
                return new ParsedRow.Unreadable(line.number(), "a key and a path of keys have the same name");
            }
            if (parser.nextToken() != null) {
                return new ParsedRow.Unreadable(line.number(), "more than one JSON object");
            }
            return new JsonRow(texts, line.number());
        } catch (JsonProcessingException e) {
            return new ParsedRow.Unreadable(
                    line.number(), "not a JSON object: damaged, cut off, or with a duplicate key");
        }
    }

    /** False if two values have the same name ({@code a.b} and a {@code b} in {@code a}). */
    private boolean readObject(JsonParser parser, String prefix, Map<String, List<String>> texts) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = CleanText.of(prefix + parser.currentName());
            JsonToken token = parser.nextToken();
            if (name.length() > longestName) {
                parser.skipChildren(); // also keeps names from growing with the depth
            } else if (token == JsonToken.START_OBJECT) {
                if (!readObject(parser, name + ".", texts)) {
                    return false;
                }
            } else if (needed.contains(name)) {
                if (texts.containsKey(name)) {
                    return false;
                }
                texts.put(name, readValue(parser, token));
            } else {
                parser.skipChildren();
            }
        }
        return true;
    }

    private static List<String> readValue(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.START_ARRAY) {
            return readArray(parser);
        }
        return token == JsonToken.VALUE_NULL ? List.of() : List.of(CleanText.of(parser.getText()));
    }

    /** Null if the array contains anything other than plain values. */
    private static List<String> readArray(JsonParser parser) throws IOException {
        List<String> items = new ArrayList<>();
        boolean plain = true;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token.isStructStart()) {
                plain = false;
                parser.skipChildren();
            } else {
                items.add(token == JsonToken.VALUE_NULL ? "" : CleanText.of(parser.getText()));
            }
        }
        return plain ? items : null;
    }

    private final class JsonRow implements Row {
        private final Map<String, List<String>> texts;
        private final long line;

        JsonRow(Map<String, List<String>> texts, long line) {
            this.texts = texts;
            this.line = line;
        }

        @Override
        public long line() {
            return line;
        }

        @Override
        public String text(String column) throws BadValue {
            List<String> all = texts(column);
            if (all.size() > 1) {
                throw new BadValue(column, "several values where one is expected");
            }
            return all.isEmpty() ? "" : all.get(0);
        }

        @Override
        public List<String> texts(String column) throws BadValue {
            List<String> all = texts.getOrDefault(column, List.of());
            if (all == null) {
                throw new BadValue(column, "objects or arrays within an array");
            }
            for (String text : all) {
                if (!CleanText.isText(text)) {
                    throw BadValue.notText(column, encoding);
                }
            }
            return all;
        }
    }
}
