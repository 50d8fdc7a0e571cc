// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Threads for kernels that run in pieces, on the host.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "octet/kernels/piece_executor.hpp"

namespace octet::convert {

/// A few threads that wait for pieces; the one that asks works too. Kernels ask many times a
/// millisecond, and to wake a thread takes longer than many of them: threads look for the next job
/// for some 50 us before they sleep.
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

  /// For one job at a time. To hand over a piece takes about as long as a quarter of a million
  /// products of codes.
  piece_executor executor() {
    return {run, this, static_cast<std::int32_t>(threads_.size() + 1), 1 << 18};
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
    next_ = 0;
    pieces_ = pieces;
    left_ = pieces;
    ++jobs_;
    begun_.notify_all();
    while (next_ < pieces_) run_next(lock);
    lock.unlock();
    look_for([this] { return left_ == 0; });
    lock.lock();
    finished_.wait(lock, [this] { return left_ == 0; });
    next_ = pieces_ = 0;
  }

  /// Returns when something has happened, or after a while.
  template <class Happened>
  static void look_for(const Happened& happened) {
    constexpr int looks = 1500;
    for (int i = 0; i < looks && !happened(); ++i) {
#if defined(__x86_64__)
      __builtin_ia32_pause();
#else
      std::this_thread::yield();
#endif
    }
  }

  /// Lets go of the lock while the piece runs.
  void run_next(std::unique_lock<std::mutex>& lock) {
    const std::int32_t i = next_++;
    lock.unlock();
    piece_(work_, i);
    lock.lock();
    if (--left_ == 0) finished_.notify_one();
  }

  void wait_for_pieces(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (begun_.wait(lock, stop, [this] { return next_ < pieces_; })) {
      run_next(lock);
      if (next_ < pieces_) continue;
      const std::uint32_t seen = jobs_;
      lock.unlock();
      look_for([&] { return jobs_ != seen || stop.stop_requested(); });
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any begun_;
  std::condition_variable finished_;
  void (*piece_)(const void*, std::int32_t) = nullptr;
  const void* work_ = nullptr;
  std::int32_t pieces_ = 0, next_ = 0;
  std::atomic<std::int32_t> left_ = 0;   ///< pieces that are not done
  std::atomic<std::uint32_t> jobs_ = 0;  ///< so far
  std::vector<std::jthread> threads_;    // last: they stop before anything else goes
};

}  // namespace octet::convert
