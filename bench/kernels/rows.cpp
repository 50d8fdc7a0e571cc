// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Registration of rows. A contestant is made when its row first runs, so that a filter costs
// nothing.
#include "rows.hpp"

#include "octet/kernels/backend/simd/select.hpp"

namespace octet_bench {

namespace {

template <class Make>
void add_row(const std::string& name, const layer& l, Make make) {
  benchmark::RegisterBenchmark(name.c_str(), [l, make](benchmark::State& state) {
    const runner run = make(l);
    if (!run) {
      state.SkipWithError("not for this contestant");
      return;
    }
    for (auto step : state) {
      static_cast<void>(step);
      run();
    }
    state.counters["MAC/s"] =
        benchmark::Counter(l.macs(), benchmark::Counter::kIsIterationInvariantRate);
  });
}

}  // namespace

int add_rows(const std::string& operation, const std::string& kind) {
  int rows = 0;
  for (const layer& l : known_layers()) {
    if (l.kind != kind) continue;
    const std::string name = operation + "/" + l.name + "/";
    for (const auto codes : {width::int8, width::int16}) {
      const std::string suffix = codes == width::int8 ? "" : "_16x8";
      add_row(name + "scalar" + suffix, l, [=](const layer& x) { return scalar_runner(x, codes); });
      for (std::size_t i = 0; i < octet::simd_target_names.size(); ++i) {
        const auto target = static_cast<octet::simd_target>(i);
        if (!octet::has_target(target)) continue;
        add_row(name + std::string(octet::name_of(target)) + suffix, l,
                [=](const layer& x) { return octet_runner(x, target, codes); });
        ++rows;
      }
    }
    for (const rival& r : rivals()) add_row(name + r.name, l, r.make);
  }
  return rows;
}

}  // namespace octet_bench
