// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of Google Benchmark: one for each operation, its sizes and each contestant.
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <string>

#include "contestant.hpp"
#include "octet/kernels/backend/simd/target.hpp"

namespace octet_bench {

/// Adds a row whose runner is made when the row first runs, so that a filter costs nothing.
///
/// unit, amount  what a run does, shown by the second: MAC/s
void add_row(const std::string& name, std::function<runner()> make, const std::string& unit,
             double amount);

/// Adds rows `operator/layer/contestant`, with multiply-accumulates a second: of a layer, or of all
/// known ones of a kind. Returns how many.
int add_rows(const std::string& operation, const layer& l);
int add_rows(const std::string& operation, const std::string& kind);

}  // namespace octet_bench
