// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Threads for kernels that run in pieces, on the host.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "octet/kernels/piece_executor.hpp"

namespace octet::convert {

/// A few threads that wait for pieces; the one that asks works too.
///
/// memory   heap only where it is made
/// errors   std::system_error where a thread cannot be started
class thread_pool {
 public:
  /// threads: with the caller's, so that 1 starts none.
  explicit thread_pool(std::size_t threads) {
    for (std::size_t i = 1; i < threads; ++i)
      threads_.emplace_back([this](const std::stop_token& stop) { wait_for_pieces(stop); });
  }
  thread_pool(const thread_pool&) = delete;
  thread_pool& operator=(const thread_pool&) = delete;

  /// For one job at a time. To wake a thread takes as long as half a million products.
  piece_executor executor() {
    return {run, this, static_cast<std::int32_t>(threads_.size() + 1), 1 << 19};
  }

 private:
  static void run(void* self, std::int32_t pieces, void (*piece)(const void*, std::int32_t),
                  const void* work) {
    static_cast<thread_pool*>(self)->run_all(pieces, piece, work);
  }

  void run_all(std::int32_t pieces, void (*piece)(const void*, std::int32_t), const void* work) {
    std::unique_lock lock(mutex_);
    piece_ = piece;
    work_ = work;
    next_ = done_ = 0;
    pieces_ = pieces;
    begun_.notify_all();
    while (next_ < pieces_) run_next(lock);
    finished_.wait(lock, [this] { return done_ == pieces_; });
    next_ = pieces_ = 0;
  }

  /// Lets go of the lock while the piece runs.
  void run_next(std::unique_lock<std::mutex>& lock) {
    const std::int32_t i = next_++;
    lock.unlock();
    piece_(work_, i);
    lock.lock();
    if (++done_ == pieces_) finished_.notify_one();
  }

  void wait_for_pieces(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (begun_.wait(lock, stop, [this] { return next_ < pieces_; })) run_next(lock);
  }

  std::mutex mutex_;
  std::condition_variable_any begun_;
  std::condition_variable finished_;
  void (*piece_)(const void*, std::int32_t) = nullptr;
  const void* work_ = nullptr;
  std::int32_t pieces_ = 0, next_ = 0, done_ = 0;
  std::vector<std::jthread> threads_;  // last: they stop before anything else goes
};

}  // namespace octet::convert
