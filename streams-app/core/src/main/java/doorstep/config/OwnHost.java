// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Recognises host names and addresses that mean the loopback interface without asking a name server. */
public final class OwnHost {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1]");

    private OwnHost() {}

    /** Whether a name or an address always means the loopback interface. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** Removes the port from the value of a {@code Host} header. */
    public static String withoutPort(String header) {
        return header.replaceFirst(":\\d*$", "");
    }
}
