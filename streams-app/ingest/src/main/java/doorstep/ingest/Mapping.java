// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.config.Nearest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A mapping: how the rows of a kind of file become events. {@code docs/mapping.md} explains the format. Immutable. */
public final class Mapping {
    private static final List<String> BUNDLED = List.of(
            "baltimore-311", "consumidor-clean", "consumidor-raw", "kansas-city-survey", "minneapolis-inspections");

    private final String name;
    private final String about;
    private final FileFormat format;
    private final Condition when;
    private final List<EventMapping> events;
    private final List<String> columns;

    Mapping(
            String name,
            String about,
            FileFormat format,
            Condition when,
            List<EventMapping> events,
            List<String> columns) {
        this.name = name;
        this.about = about;
        this.format = format;
        this.when = when;
        this.events = events;
        this.columns = columns;
    }

    /**
     * Reads the mapping in a file.
     *
     * @throws MappingException if it cannot be read or has a mistake
     */
    public static Mapping load(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return MappingReader.read(file.toString(), YamlFile.read(reader, file.toString()));
        } catch (NoSuchFileException e) {
            throw new MappingException(
                    file + ": no such mapping file; bundled mappings are " + String.join(", ", BUNDLED), e);
        } catch (IOException e) {
            throw new MappingException(file + " cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a bundled mapping.
     *
     * @throws MappingException if there is no mapping of this name
     */
    public static Mapping bundled(String name) {
        if (!BUNDLED.contains(name)) {
            throw new MappingException("no bundled mapping \"" + name + "\"" + Nearest.hint(name, BUNDLED));
        }
        String file = name + ".yaml";
        try (InputStream in = Mapping.class.getResourceAsStream("/doorstep/mappings/" + file);
                InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return MappingReader.read(name, YamlFile.read(reader, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the bundled mappings in alphabetical order. */
    public static List<String> bundledNames() {
        return BUNDLED;
    }

    /** The mapping that a name on the command line means: a bundled mapping, or else a file. */
    public static Mapping named(String nameOrFile) {
        return BUNDLED.contains(nameOrFile) ? bundled(nameOrFile) : load(Path.of(nameOrFile));
    }

    /** Its name if it is bundled, or else its file. */
    public String name() {
        return name;
    }

    /** One sentence for people; may be empty. */
    public String about() {
        return about;
    }

    FileFormat format() {
        return format;
    }

    /** Rows for which this does not hold yield no events. */
    Condition when() {
        return when;
    }

    List<EventMapping> events() {
        return events;
    }

    /** Columns that a file must have. */
    List<String> columns() {
        return columns;
    }
}
