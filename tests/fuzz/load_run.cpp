// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// libFuzzer: any bytes as a model: load, prepare, run, with float and integer operators.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/float_ops/all.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/report/analysis.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The fuzzer's buffer has no alignment: constants in it would be refused for that alone.
  const std::vector<std::uint8_t> file(data, data + size);
  const auto graph = octet::graph::open(file);
  if (!graph) return 0;
  const auto need = octet::arena_size(octet::float_ops::all, *graph);
  // Large work is not what is looked for, and would only slow the search down.
  if (!need || need->total() > (1u << 20)) return 0;
  if (octet::report::analyze(*graph, *need).macc > 1'000'000) return 0;
  std::vector<std::uint8_t> arena(static_cast<std::size_t>(need->total()));
  const auto model = octet::load(octet::float_ops::all, file, arena);
  if (model) static_cast<void>(model->run());
  return 0;
}
