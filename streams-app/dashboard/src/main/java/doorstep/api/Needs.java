// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import io.javalin.security.RouteRole;

/** What a request needs for a route, if the server has a token file. */
public enum Needs implements RouteRole {
    /** Nothing. */
    OPEN,
    /** Nothing, and the request may name any host, as those of health checks do; details need a token for the root. */
    PROBE,
    /** A token; the answer keeps to its unit. */
    TOKEN,
    /** A token for the root: what belongs to no unit. */
    ROOT
}
