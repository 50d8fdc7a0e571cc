// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// libFuzzer: any bytes as a model: load, prepare, run, with float and integer operators, on both
// backends.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/float_ops/all.hpp"
#include "octet/float_ops/simd.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/report/analysis.hpp"

namespace {

template <class Backend>
void load_and_run(const std::vector<std::uint8_t>& file, const octet::graph& graph,
                  const octet::result<octet::arena_need>& need) {
  // Large work is not what is looked for, and would only slow the search down.
  if (!need || need->total() > (1u << 20)) return;
  if (octet::report::analyze(graph, *need).macc > 1'000'000) return;
  std::vector<std::uint8_t> arena(static_cast<std::size_t>(need->total()));
  const auto model = octet::load<Backend>(octet::float_ops::all, file, arena);
  if (model) static_cast<void>(model->run());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The fuzzer's buffer has no alignment: constants in it would be refused for that alone.
  const std::vector<std::uint8_t> file(data, data + size);
  const auto graph = octet::graph::open(file);
  if (!graph) return 0;
  constexpr auto ops = octet::float_ops::all;
  load_and_run<octet::scalar>(file, *graph, octet::arena_size(ops, *graph));
  load_and_run<octet::simd_backend>(file, *graph,
                                    octet::arena_size<octet::simd_backend>(ops, *graph));
  return 0;
}
