// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.export.ExportException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/**
 * The address of a schema: {@code postgresql://USER@HOST:PORT/DATABASE?schema=NAME}, with parameters of the JDBC driver
 * behind it. {@link #toString} and messages have no secret: they show host and database alone.
 */
final class PostgresAddress {
    static final String SCHEME = "postgresql:";
    private static final String DEFAULT_SCHEMA = "doorstep";
    private static final int MAX_IDENTIFIER_BYTES = 63;
    private static final Pattern FORM = Pattern.compile("postgresql://"
            + "((?<user>[^:/@?#]*)(:(?<password>[^@/?#]*))?@)?"
            + "(?<hosts>[^/?#@]*)(/(?<database>[^/?#]*))?(\\?(?<parameters>[^#]*))?");

    private final String url;
    private final Properties properties;
    private final String schema;
    private final String shown;

    private PostgresAddress(String url, Properties properties, String schema, String shown) {
        this.url = url;
        this.properties = properties;
        this.schema = schema;
        this.shown = shown;
    }

    /**
     * Parses an address. The password comes from the file, the address, or the variable {@code PGPASSWORD}, in this order;
     * without any of them the driver looks for it where {@code PGPASSFILE} says.
     *
     * @throws ExportException if it is not one; the message does not repeat it, for it may contain a password
     */
    static PostgresAddress parse(String address, Map<String, String> environment, Optional<Path> passwordFile) {
        Matcher parts = FORM.matcher(address);
        if (!parts.matches()) {
            throw new ExportException("not an address of the form postgresql://USER@HOST:PORT/DATABASE?schema=NAME;"
                    + " write @ : / ? # and % in its parts as %40 %3A %2F %3F %23 and %25");
        }
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "doorstep export");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false); // details quote rows
        set(properties, PGProperty.USER, decode(parts.group("user")));
        set(properties, PGProperty.PASSWORD, environment.get("PGPASSWORD"));
        set(properties, PGProperty.PASSWORD, decode(parts.group("password")));
        String schema = DEFAULT_SCHEMA;
        for (String parameter : Objects.toString(parts.group("parameters"), "").split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = decode(parameter.substring(equals + 1));
            if (name.equals("schema")) {
                schema = identifier(value);
            } else if (!parameter.isEmpty()) {
                properties.setProperty(known(name), value);
            }
        }
        passwordFile.ifPresent(file -> set(properties, PGProperty.PASSWORD, firstLine(file)));
        String location = parts.group("hosts") + "/" + Objects.toString(parts.group("database"), "");
        return new PostgresAddress(
                "jdbc:postgresql://" + location, properties, schema, "postgresql://" + location + ", schema " + schema);
    }

    private static void set(Properties properties, PGProperty property, String value) {
        if (value != null && !value.isEmpty()) {
            property.set(properties, value);
        }
    }

    private static String decode(String text) {
        try {
            return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ExportException("the address of the database has a % without two hexadecimal digits; write %25");
        }
    }

    /** The driver ignores parameters that it does not know: a misspelt sslmode would go unnoticed. */
    private static String known(String name) {
        if (Arrays.stream(PGProperty.values()).noneMatch(it -> it.getName().equals(name))) {
            throw new ExportException("the PostgreSQL driver has no parameter " + name
                    + "; an address may have schema, and the driver's own, such as sslmode and sslrootcert");
        }
        return name;
    }

    private static String identifier(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_IDENTIFIER_BYTES || name.indexOf('\0') >= 0) {
            throw new ExportException("the name of a schema has 1 to 63 bytes, none of them 0");
        }
        return name;
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new ExportException("cannot read the password from " + file + ": " + e.getMessage(), e);
        }
    }

    /** For the driver; contains no secret. */
    String url() {
        return url;
    }

    /** For the driver; contains the password. */
    Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    String schema() {
        return schema;
    }

    @Override
    public String toString() {
        return shown;
    }
}
