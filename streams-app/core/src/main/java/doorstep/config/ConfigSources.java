// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings as given, in ascending priority: properties files, environment, command line. Knows the source of each.
 */
final class ConfigSources {
    static final String KAFKA = "kafka.";

    private static final String ENVIRONMENT = "DOORSTEP_";
    /** Variables of the launcher and of the container image, which are not settings. */
    private static final Set<String> RESERVED =
            Set.of("DOORSTEP_DIR", "DOORSTEP_OPTS", "DOORSTEP_LOG", "DOORSTEP_DATA");

    /** @param origin text that names a file, a variable or an option */
    record Given(String value, String origin) {}

    private final Set<String> keys;
    private final Map<String, Given> given = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    /** @param keys the known ones, without those under {@code kafka.} */
    ConfigSources(Set<String> keys) {
        this.keys = keys;
    }

    void addFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            faults.add("configuration file " + file + " cannot be read: " + e.getMessage());
        }
        for (String key : properties.stringPropertyNames()) {
            add(key, properties.getProperty(key).strip(), file.toString());
        }
    }

    void addEnvironment(Map<String, String> environment) {
        Map<String, String> byVariable = new LinkedHashMap<>();
        keys.forEach(key -> byVariable.put(variable(key), key));
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(ENVIRONMENT) || RESERVED.contains(variable)) {
                return;
            }
            if (variable.startsWith(variable(KAFKA))
                    && variable.length() > variable(KAFKA).length()) {
                String rest = variable.substring(variable(KAFKA).length());
                given.put(KAFKA + rest.toLowerCase(Locale.ROOT).replace('_', '.'), new Given(value, variable));
            } else if (byVariable.containsKey(variable)) {
                given.put(byVariable.get(variable), new Given(value.strip(), variable));
            } else {
                faults.add("unknown environment variable " + variable + "; did you mean "
                        + Nearest.to(variable, byVariable.keySet()) + "?");
            }
        });
    }

    void addOptions(Map<String, String> options) {
        options.forEach((key, value) -> add(key, value.strip(), "--set"));
    }

    private void add(String key, String value, String origin) {
        if (keys.contains(key) || (key.startsWith(KAFKA) && key.length() > KAFKA.length())) {
            given.put(key, new Given(value, origin));
        } else {
            faults.add("unknown key " + key + " (" + origin + "); did you mean " + Nearest.to(key, keys) + "?");
        }
    }

    /** Name of the environment variable of a key. */
    static String variable(String key) {
        return ENVIRONMENT + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Map<String, Given> given() {
        return given;
    }

    List<String> faults() {
        return faults;
    }
}
