// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet-bench --layers --svg: the rows as a picture.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace octet_bench {

/// Bars of GMAC/s, a group for each layer: octet, then every rival that ran it, beside the peak.
/// A file of its own, that follows the reader's light or dark screen.
///
/// result   peak_gmacs (0: unknown) and layers, as run_layers prints them
/// caption  what was timed
std::string layers_chart(const nlohmann::ordered_json& result, std::string_view caption);

}  // namespace octet_bench
