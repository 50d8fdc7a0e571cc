// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The words that the keyword model of MLPerf Tiny tells apart.
#pragma once

#include <array>

namespace keyword_spotting {

/// In the order of the model's output.
inline constexpr std::array<const char*, 12> words{
    "down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes", "silence", "unknown"};

}  // namespace keyword_spotting
