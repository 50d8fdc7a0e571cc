// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Who runs the pieces of a kernel: one after the other, or threads that the caller has.
#pragma once

#include <algorithm>
#include <cstdint>

namespace octet {

/// Runs the pieces of a job and returns when all are done. By default it is serial; threads are
/// somebody else's, `self`, which has to outlive it. A job's result does not depend on how many
/// pieces it has.
class piece_executor {
 public:
  /// Calls piece(work, i) once for every i < pieces, in any order, also at once.
  using run_function = void (*)(void* self, std::int32_t pieces,
                                void (*piece)(const void* work, std::int32_t i), const void* work);

  constexpr piece_executor() = default;
  /// most: pieces that are worth while. least_work: multiply-accumulates that a piece should have,
  /// or handing it over takes longer.
  constexpr piece_executor(run_function run, void* self, std::int32_t most, std::int64_t least_work)
      : run_(run), self_(self), most_(most), least_work_(least_work) {}

  /// Into how many pieces to cut a job of `units` parts and `work` multiply-accumulates.
  constexpr std::int32_t pieces(std::int64_t units, std::int64_t work) const {
    const std::int64_t worth_while = least_work_ > 0 ? work / least_work_ : units;
    return static_cast<std::int32_t>(
        std::max<std::int64_t>(std::min({std::int64_t{most_}, units, worth_while}), 1));
  }

  /// Calls work(i) once for every i < pieces.
  template <class Work>
  void operator()(std::int32_t pieces, const Work& work) const {
    if (run_ == nullptr || pieces <= 1) {
      for (std::int32_t i = 0; i < pieces; ++i) work(i);
      return;
    }
    run_(
        self_, pieces, [](const void* w, std::int32_t i) { (*static_cast<const Work*>(w))(i); },
        &work);
  }

 private:
  run_function run_ = nullptr;
  void* self_ = nullptr;
  std::int32_t most_ = 1;
  std::int64_t least_work_ = 0;
};

inline constexpr piece_executor serial{};

}  // namespace octet
