// SPDX-License-Identifier: Apache-2.0
package doorstep.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import doorstep.export.Export;
import doorstep.export.ExportException;
import doorstep.export.ExportRow;
import doorstep.table.Column;
import doorstep.table.JsonValues;
import doorstep.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in the directory of an export: the row of {@link Tables#EXPORTS}, and its files.
 *
 * @param format name of the {@link FileFormat}
 */
record Manifest(String format, Export export, List<Entry> files) {
    static final String NAME = "manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** A file. */
    record Entry(String table, String file, long rows, long bytes, String sha256) {}

    /** The file of a table, if there is one. */
    Optional<Entry> file(String table) {
        return files.stream().filter(it -> it.table().equals(table)).findFirst();
    }

    void write(Path directory) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        List<Object> row = ExportRow.of(export);
        for (int i = 0; i < row.size(); i++) {
            Column column = Tables.EXPORTS.columns().get(i);
            json.put(column.name(), JsonValues.PLAIN.toJson(column.type(), row.get(i)));
        }
        json.put("format", format);
        json.put("files", files);
        Files.write(directory.resolve(NAME), JSON.writeValueAsBytes(json));
    }

    /** @throws ExportException if there is none that this version or an earlier one wrote */
    static Manifest read(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            List<Object> row = new ArrayList<>();
            for (Column column : Tables.EXPORTS.columns()) {
                row.add(JsonValues.PLAIN.fromJson(column.type(), json.get(column.name())));
            }
            List<Entry> files = new ArrayList<>();
            for (JsonNode it : json.required("files")) {
                files.add(JSON.treeToValue(it, Entry.class));
            }
            return new Manifest(json.required("format").asText(), ExportRow.parse(row), files);
        } catch (IOException | RuntimeException e) {
            throw new ExportException(
                    "cannot read " + file + ": " + e.getMessage() + ". Without it nobody knows what was exported:"
                            + " restore the directory, or move it away and export to a new one",
                    e);
        }
    }
}
