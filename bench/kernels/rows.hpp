// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of Google Benchmark: one for each layer of a kind and each contestant.
#pragma once

#include <benchmark/benchmark.h>

#include <string>

#include "contestant.hpp"
#include "octet/kernels/backend/simd/target.hpp"

namespace octet_bench {

/// Adds rows `operator/layer/contestant`, with multiply-accumulates a second. Returns how many.
int add_rows(const std::string& operation, const std::string& kind);

}  // namespace octet_bench
